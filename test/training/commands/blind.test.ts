import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parseBlindScores } from '../../../src/core/blind-scores.ts';
import { parseManifest } from '../../../src/core/model-manifest.ts';
import { PRIVATE_TEST_ROWS } from '../../../training/data/read-blind-rows.ts';
import { packSamples, viewFace, type Samples } from '../../../training/data/samples.ts';
import { addLabelHead, ZOO } from '../../../training/models/zoo.ts';
import { BLIND_SCORES_FILE } from '../../../training/publish/blind-record.ts';
import { describeModelCard } from '../../../training/publish/model-card.ts';
import { callCommandIn, ROOT } from '../call-command.ts';
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
    await mkdir(dirname(place(BLIND_SCORES_FILE)), { recursive: true });
    await copyFile(join(ROOT, BLIND_SCORES_FILE), place(BLIND_SCORES_FILE));
    const readRecord = async (name: string) => parseBlindScores(JSON.parse(await readFile(place(name), 'utf8')));
    const known = await readRecord(BLIND_SCORES_FILE);
    const manifest = parseManifest(JSON.parse(await readFile(place('model/manifest.json'), 'utf8')));

    const data = ['--data', place('fer2013.csv'), '--votes', place('fer2013new.csv')];
    const measure = (...flags: string[]) =>
      callCommandIn(folder, 'blind', ...data, '--model', place('model'), ...flags);
    expect(await measure()).toMatchObject({ code: 0 });
    const scores = await readRecord(BLIND_SCORES_FILE);
    expect(scores.slice(0, -1)).toEqual(known);
    const own = scores.at(-1);
    expect(own).toMatchObject({ weightsSha256: manifest.weightsSha256, network: 'perceptron', reported: [] });
    expect(own?.readings.everyday?.rule).toEqual(manifest.decisions.everyday);
    expect(own?.readings.plain?.ferPlusMajority?.n).toBe(PRIVATE_TEST_ROWS);
    expect(own?.labelHead?.n).toBe(PRIVATE_TEST_ROWS);
    expect(own?.humanBaseline?.n).toBe(PRIVATE_TEST_ROWS);
    expect(await readFile(place('model/MODEL_CARD.md'), 'utf8')).toBe(describeModelCard(manifest, own));

    // Measured again, it takes the place of what was there; in a file of one's own, it is not what the card says.
    await copyFile(place(BLIND_SCORES_FILE), place('own.json'));
    await writeFile(place('model/MODEL_CARD.md'), 'as it was');
    expect(await measure('--out', 'own.json')).toMatchObject({ code: 0 });
    expect(await readRecord('own.json')).toEqual(scores);
    expect(await readFile(place('model/MODEL_CARD.md'), 'utf8')).toBe('as it was');

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
