import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordBlindScores } from '../../../training/publish/blind-record.ts';
import { BLIND_SCORES, EARLIER_SCORES } from '../../core/made-up-blind-scores.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';

const OTHER = { ...EARLIER_SCORES, weightsSha256: 'c7'.repeat(32) };

async function writeRecord(text: string): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'blind.json');
  await writeFile(path, text);
  return path;
}

it('replaces what was measured of the same weights, and keeps what was reported of them', async () => {
  const path = await writeRecord(JSON.stringify([EARLIER_SCORES, OTHER]));
  const recorded = await recordBlindScores(path, BLIND_SCORES);
  expect(recorded).toEqual({ ...BLIND_SCORES, reported: EARLIER_SCORES.reported });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([OTHER, recorded]);
});

it('gives other weights nothing that was reported', async () => {
  const path = await writeRecord(JSON.stringify([OTHER]));
  expect(await recordBlindScores(path, BLIND_SCORES)).toEqual(BLIND_SCORES);
});

it.each(['[', '[{}]'])('leaves a damaged record as it is: %s', async (text) => {
  const path = await writeRecord(text);
  await expect(recordBlindScores(path, BLIND_SCORES)).rejects.toThrow(/blind\.json is damaged \(.*\); put it back/);
  expect(await readFile(path, 'utf8')).toBe(text);
});
