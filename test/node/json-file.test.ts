import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { parseJson, writeJson } from '../../node/json-file.ts';
import { makeTemporaryFolder } from '../training/data/temporary-folder.ts';

const SCHEMA = v.object({ runs: v.array(v.object({ seed: v.number() })) });
const read = (text: string) => parseJson(text, SCHEMA, (fault) => new ExpectedError(`x.json is damaged (${fault})`));

describe('parseJson', () => {
  it('gives what is in a file, or says which value of it is wrong', () => {
    expect(read('{"runs":[{"seed":3}]}')).toEqual({ runs: [{ seed: 3 }] });
    expect(() => read('{"runs":[{"seed":3},{"seed":"4"}]}')).toThrow(
      /^x\.json is damaged \(runs\.1\.seed: .*number.*"4"\)$/,
    );
    expect(() => read('{"runs":[{"seed":3}')).toThrow(/^x\.json is damaged \(Invalid JSON/);
    expect(() => read('[]')).toThrow(ExpectedError);
  });

  it('reads what writeJson wrote', async () => {
    const path = join(await makeTemporaryFolder(), 'x.json');
    await writeJson(path, { runs: [{ seed: 3 }] });
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(/\n$/);
    expect(read(text)).toEqual({ runs: [{ seed: 3 }] });
  });
});
