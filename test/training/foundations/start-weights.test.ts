import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_AUGMENTATION } from '../../../training/recipe/augmentation.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { buildLayersModel } from '../../../training/models/layers-model.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { predictLogits } from '../../../training/scoring/predict-logits.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';
import { addLabelHead, describeStages } from '../../../training/models/zoo.ts';
import { createStartWeights, referToStart } from '../../../training/foundations/start-weights.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { measureDifference } from '../engines/compare-values.ts';
import { writeModel } from '../write-model.ts';

const NETWORK = describeStages('tiny', [[4], [8]], 0.2);
const FACES = createSyntheticFaces(5, 1);
const CONFIG = {
  network: NETWORK,
  batchSize: 10,
  seed: 4,
  augment: { ...NO_AUGMENTATION, flip: 0.5, shift: 2 },
  targets: 'vote-shares',
} as const;

describe('the weights that a run begins with', () => {
  it('are drawn, if no model is given', async () => {
    expect(await createStartWeights({ ...CONFIG, startFrom: null }, FACES)).toEqual(createInitialWeights(NETWORK, 4));
  });

  it('compute what the given model does, the same each time', async () => {
    const folder = await makeTemporaryFolder();
    const written = await writeModel(folder, NETWORK, 3);
    const config = { ...CONFIG, startFrom: await referToStart(folder, NETWORK) };
    const weights = await createStartWeights(config, FACES);
    expect(await createStartWeights(config, FACES)).toEqual(weights);
    const [expected, actual] = [written, { network: NETWORK, weights }].map(
      (one) => predictLogits(buildLayersModel(one.network, one.weights), FACES.pixels, NORMALISATION).votes,
    ) as [Float32Array, Float32Array];
    expect(measureDifference(actual, expected)).toBeLessThan(5e-3); // the file holds float16
  });

  it('are refused, if the model is of another network or another by now', async () => {
    const folder = join(await makeTemporaryFolder(), 'model');
    await writeModel(folder, addLabelHead(NETWORK), 3);
    await expect(referToStart(folder, NETWORK)).rejects.toThrow(/model cannot be the start of tiny: its heads are/);
    await writeModel(folder, NETWORK, 3);
    const startFrom = await referToStart(folder, NETWORK);
    await writeModel(folder, NETWORK, 5);
    await expect(createStartWeights({ ...CONFIG, startFrom }, FACES)).rejects.toThrow(/no longer holds/);
  });
});
