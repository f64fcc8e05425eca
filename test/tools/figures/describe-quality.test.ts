import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BlindScores } from '../../../src/core/blind-scores.ts';
import records from '../../../src/core/blind-scores.json' with { type: 'json' };
import type { ModelManifest } from '../../../src/core/model-manifest.ts';
import { describeBlind } from '../../../tools/figures/describe-blind.ts';
import { describeQuality } from '../../../tools/figures/describe-quality.ts';
import { folderOfModel } from '../../../training/models/model-files.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

/** A network whose weights were measured on blind faces. */
const [MEASURED] = records as unknown as readonly [BlindScores];

/** A folder in which a network ships as `fast`. */
async function ship(change: Partial<ModelManifest>): Promise<string> {
  const root = await makeTemporaryFolder();
  const folder = join(root, folderOfModel('fast'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...MANIFEST, ...change }));
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(1_000_000));
  return root;
}

const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 4),
    );

describe('describeQuality', () => {
  it('puts blind faces first, and tells of a rule that does not ship', async () => {
    const text = describeQuality(await ship({ weightsSha256: MEASURED.weightsSha256 }));
    expect(rows(text)).toEqual([
      ['`fast`', '1.0 MB', 'PrivateTest, blind ¹'],
      ['`fast`', '1.0 MB', 'PublicTest, chosen on'],
    ]);
    expect(text).toContain('¹ Read by the decision rule that the network had');
  });

  it('has no note where the rule is the one that ships', async () => {
    const rule = MEASURED.readings.everyday?.rule as ModelManifest['decisions']['everyday'];
    const decisions = { ...MANIFEST.decisions, everyday: rule };
    const text = describeQuality(await ship({ weightsSha256: MEASURED.weightsSha256, decisions }));
    expect(rows(text)[0]).toEqual(['`fast`', '1.0 MB', 'PrivateTest, blind']);
    expect(text).not.toContain('¹');
  });

  it('says of weights that nobody has measured that there are no blind scores', async () => {
    const root = await ship({});
    expect(rows(describeQuality(root))).toEqual([['`fast`', '1.0 MB', 'PublicTest, chosen on']]);
    expect(describeQuality(root)).toContain('Nobody has measured `fast` on blind faces yet');
    expect(describeBlind(root)).toContain('Nobody has measured these weights');
  });
});
