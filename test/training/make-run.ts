import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { INPUT_PIXELS, normalise } from '../../src/core/preprocess.ts';
import type { UsedData } from '../../training/data/hash-data-set.ts';
import type { Samples } from '../../training/data/samples.ts';
import { createOptimizerState } from '../../training/engines/optimizer.ts';
import { NORMALISATION } from '../../training/models/input-convention.ts';
import { ZOO } from '../../training/models/zoo.ts';
import { PRESETS } from '../../training/recipe/presets.ts';
import { createRunFolder, writeCheckpoint } from '../../training/run/run-folder.ts';

/** Files that nobody has. */
export const MADE_UP_DATA: UsedData = { paths: { data: 'x.csv' }, hashes: { data: 'c7'.repeat(32) } };

/**
 * A run's folder as after training: a perceptron that compares a face with the mean face of each expression, which
 * reads drawn faces better than by chance.
 *
 * @param data that it says it was trained on
 * @param sharpness factor of the logits; a negative one makes the model choose the expression that fits least
 */
export async function makeRun(folder: string, training: Samples, data = MADE_UP_DATA, sharpness = 1): Promise<void> {
  const pixels = new Float32Array(training.pixels.length);
  normalise(training.pixels, NORMALISATION, pixels);
  const kernelSize = INPUT_PIXELS * EXPRESSION_COUNT;
  const weights = new Float32Array(kernelSize + EXPRESSION_COUNT);
  const count = training.labels.length / EXPRESSION_COUNT;
  pixels.forEach((value, i) => {
    const label = training.labels[Math.floor(i / INPUT_PIXELS)] as number;
    const index = (i % INPUT_PIXELS) * EXPRESSION_COUNT + label;
    weights[index] = (weights[index] as number) + value / count;
  });
  // |x - m|^2 is least where x m - |m|^2 / 2 is greatest.
  for (let i = 0; i < kernelSize; i++) {
    const k = kernelSize + (i % EXPRESSION_COUNT);
    weights[k] = (weights[k] as number) - (weights[i] as number) ** 2 / 2;
  }
  await createRunFolder(folder, {
    config: { ...PRESETS.perceptron, network: ZOO.perceptron, engine: 'tfjs-wasm' },
    paths: data.paths,
    dataHashes: data.hashes,
    gitCommit: null,
    trainingRows: training.labels.length,
    prior: [0.1, 0.02, 0.05, 0.25, 0.1, 0.13, 0.35],
  });
  const scaled = weights.map((value) => 0.05 * sharpness * value);
  await writeCheckpoint(folder, { epoch: 1, weights: scaled, optimizer: createOptimizerState(scaled) });
}
