import { describe, expect, it } from 'vitest';
import { createBatch, cutBatch, type Batch } from '../../../training/engines/batch.ts';
import { createOptimizerState } from '../../../training/engines/optimizer.ts';
import { startEngine, TrainingError, type EngineConfig } from '../../../training/engines/training-engine.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';
import { PRESETS } from '../../../training/recipe/presets.ts';
import type { EngineName } from '../../../training/recipe/train-config.ts';

const PLAIN: NetworkDescription = {
  name: 'plain',
  input: [6, 6, 1],
  layers: [
    { type: 'conv', name: 'conv', filters: 4, kernelSize: 3, padding: 'same', bias: true },
    { type: 'activation', name: 'relu', activation: 'relu' },
    { type: 'global-average-pool', name: 'pool' },
    { type: 'dense', name: 'logits', units: 3 },
  ],
};
const NORMED: NetworkDescription = {
  ...PLAIN,
  layers: PLAIN.layers.flatMap((layer) =>
    layer.name === 'relu' ? [{ type: 'batch-norm', name: 'bn' }, layer] : [layer],
  ),
};

function configure(network: NetworkDescription, engine: EngineName, workers: number): EngineConfig {
  return { network, engine, workers, batchSize: 8, optimizer: PRESETS.smoke.optimizer };
}

function createExample(network: NetworkDescription): Batch {
  const batch = createBatch(network, 8);
  batch.images.forEach((_, i) => (batch.images[i] = Math.sin(i * 1.7)));
  for (let row = 0; row < 8; row++) batch.targets[row * 3 + (row % 3)] = 1;
  return batch;
}

/** Weights and losses of some steps. */
async function train(config: EngineConfig, steps: number) {
  const weights = createInitialWeights(config.network, 3);
  const engine = await startEngine(config, { weights, optimizer: createOptimizerState(weights) });
  try {
    const batch = createExample(config.network);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) losses.push(await engine.step(batch, 0.1));
    const images = Float32Array.from({ length: 11 * 36 }, (_, i) => Math.cos(i));
    const logits = await engine.predict(images, engine.optimizer.average);
    return { weights: Float32Array.from(engine.weights), losses, logits, steps: engine.optimizer.steps };
  } finally {
    await engine.dispose();
  }
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
}

describe('a training engine', () => {
  it('lowers the loss, and predicts any number of images', async () => {
    const { losses, logits, steps } = await train(configure(NORMED, 'onnxruntime', 2), 60);
    expect(losses.at(-1)).toBeLessThan(0.95 * (losses[0] as number));
    expect(logits).toHaveLength(11 * 3);
    expect(steps).toBe(60);
  });

  it('averages its workers: without batch norm two give what one gives', async () => {
    const [one, two] = await Promise.all([1, 2].map((workers) => train(configure(PLAIN, 'onnxruntime', workers), 5)));
    expect(largestDifference(two?.weights as Float32Array, one?.weights as Float32Array)).toBeLessThan(1e-5);
  });

  it('trains alike on onnxruntime and on tfjs', async () => {
    const [onnx, tfjs] = await Promise.all(
      (['onnxruntime', 'tfjs-wasm'] as const).map((engine) => train(configure(NORMED, engine, 2), 5)),
    );
    expect(largestDifference(onnx?.weights as Float32Array, tfjs?.weights as Float32Array)).toBeLessThan(1e-3);
    expect(largestDifference(onnx?.logits as Float32Array, tfjs?.logits as Float32Array)).toBeLessThan(1e-3);
  });

  it('stops when the loss is no number, and says what to do', async () => {
    const config = configure(PLAIN, 'onnxruntime', 1);
    const weights = createInitialWeights(PLAIN, 1).fill(NaN);
    const engine = await startEngine(config, { weights, optimizer: createOptimizerState(weights) });
    await expect(engine.step(createExample(PLAIN), 0.1)).rejects.toThrow(/--learning-rate/);
    await engine.dispose();
  });

  it('says so when an engine cannot start here', async () => {
    const weights = createInitialWeights(PLAIN, 1);
    const start = { weights, optimizer: createOptimizerState(weights) };
    await expect(startEngine(configure(PLAIN, 'tfjs-node', 1), start)).rejects.toThrow(ExpectedError);
  });

  it('refuses a batch that cannot be shared out', async () => {
    const weights = createInitialWeights(PLAIN, 1);
    const start = { weights, optimizer: createOptimizerState(weights) };
    await expect(startEngine(configure(PLAIN, 'onnxruntime', 3), start)).rejects.toThrow(TrainingError);
  });

  it('cuts a batch into equal views', () => {
    const batch = createExample(PLAIN);
    const part = cutBatch(batch, 1, 4);
    expect(part.images).toHaveLength(2 * 36);
    expect(part.images[0]).toBe(batch.images[2 * 36]);
    expect(part.targets.buffer).toBe(batch.targets.buffer);
  });
});
