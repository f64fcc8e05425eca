import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseBlindScores } from '../../../src/core/blind-scores.ts';
import { parseManifest } from '../../../src/core/model-manifest.ts';
import { PRIVATE_TEST_ROWS } from '../../../training/data/read-blind-rows.ts';
import { packSamples, viewFace, type Samples } from '../../../training/data/samples.ts';
import { addLabelHead, ZOO } from '../../../training/models/zoo.ts';
import { BLIND_SCORES_FILE } from '../../../training/publish/blind-record.ts';
import { describeModelCard } from '../../../training/publish/model-card.ts';
import { callCommand, ROOT } from '../call-command.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { writeFer2013Csv, writeVotes } from '../data/write-data-set.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { writeModel } from '../write-model.ts';

it(
  'records how a model reads PrivateTest, by the rules that it has, and writes its card',
  { timeout: 120_000 },
  async () => {
    const folder = await makeTemporaryFolder();
    const place = (name: string) => join(folder, name);
    const splits = { PublicTest: createSyntheticFaces(2, 1), PrivateTest: repeatFaces(createSyntheticFaces(3, 2)) };
    await writeFer2013Csv(place('fer2013.csv'), splits);
    await writeVotes(place('fer2013new.csv'), splits);
    await writeModel(place('model'), addLabelHead(ZOO.perceptron), 5);
    await copyFile(join(ROOT, BLIND_SCORES_FILE), place('blind.json'));
    const known = parseBlindScores(JSON.parse(await readFile(place('blind.json'), 'utf8')));
    const manifest = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));

    const data = ['--data', place('fer2013.csv'), '--votes', place('fer2013new.csv')];
    const measure = () => callCommand('blind', ...data, '--model', place('model'), '--out', place('blind.json'));
    expect(await measure()).toMatchObject({ code: 0 });
    const scores = parseBlindScores(JSON.parse(await readFile(place('blind.json'), 'utf8')));
    expect(scores.slice(0, -1)).toEqual(known);
    const own = scores.at(-1);
    expect(own).toMatchObject({ weightsSha256: manifest.weightsSha256, network: 'perceptron', reported: [] });
    expect(own?.readings.everyday?.rule).toEqual(manifest.decisions.everyday);
    expect(own?.readings.plain?.ferPlusMajority?.n).toBe(PRIVATE_TEST_ROWS);
    expect(own?.labelHead?.n).toBe(PRIVATE_TEST_ROWS);
    expect(own?.humanBaseline?.n).toBe(PRIVATE_TEST_ROWS);
    expect(await readFile(place('model/MODEL_CARD.md'), 'utf8')).toBe(describeModelCard(manifest, own));

    // Measured again, it takes the place of what was there.
    expect(await measure()).toMatchObject({ code: 0 });
    expect(parseBlindScores(JSON.parse(await readFile(place('blind.json'), 'utf8')))).toEqual(scores);

    await writeFer2013Csv(place('fer2013.csv'), { PublicTest: splits.PublicTest });
    const refused = await measure();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('There are no PrivateTest faces');
  },
);

/** As many faces as PrivateTest has: drawing each anew would take long. */
function repeatFaces({ pixels, labels }: Samples): Samples {
  const faces = Array.from({ length: PRIVATE_TEST_ROWS }, (_, row) => {
    const drawn = row % labels.length;
    return { pixels: viewFace(pixels, drawn), label: labels[drawn] as number, sourceRow: row };
  });
  return packSamples(faces);
}
