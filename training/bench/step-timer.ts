import { createRandom, drawGaussian } from '../../src/core/random.ts';
import { createBatch, type Batch } from '../engines/batch.ts';
import { createOptimizerState } from '../engines/optimizer.ts';
import { startEngine } from '../engines/training-engine.ts';
import { countOutputs, type NetworkDescription } from '../../src/core/network-description.ts';
import { createInitialWeights } from '../../src/core/initial-weights.ts';
import { PRESETS } from '../recipe/presets.ts';
import type { EngineName } from '../recipe/train-config.ts';

/** An engine that takes training steps on one drawn batch. */
export interface StepTimer {
  /** Takes steps, gradients and optimizer, and returns the milliseconds of each. */
  run(steps: number): Promise<number[]>;
  dispose(): Promise<void>;
}

/** What is timed. */
export interface TimedTraining {
  readonly engine: EngineName;
  readonly network: NetworkDescription;
  /** Images a step, over all workers. */
  readonly batchSize: number;
  readonly workers: number;
}

/** Small, so that the loss stays finite for as long as one likes. */
const LEARNING_RATE = 1e-3;

/**
 * Starts an engine as a training run does.
 *
 * @throws ExpectedError if this machine cannot run it
 */
export async function startStepTimer(training: TimedTraining): Promise<StepTimer> {
  const weights = createInitialWeights(training.network, 1);
  const start = { weights, optimizer: createOptimizerState(weights) };
  const engine = await startEngine({ ...training, optimizer: PRESETS.fast.optimizer }, start);
  const batch = drawBatch(training.network, training.batchSize);
  return {
    async run(steps) {
      const times: number[] = [];
      for (let step = 0; step < steps; step++) {
        const startedAt = performance.now();
        await engine.step(batch, LEARNING_RATE);
        times.push(performance.now() - startedAt);
      }
      return times;
    },
    dispose: () => engine.dispose(),
  };
}

/** Noise for pictures, any classes, nothing dropped. */
function drawBatch(network: NetworkDescription, rows: number): Batch {
  const batch = createBatch(network, rows);
  const random = createRandom(1);
  for (let i = 0; i < batch.images.length; i++) batch.images[i] = drawGaussian(random);
  const outputs = countOutputs(network);
  for (let row = 0; row < rows; row++) batch.targets[row * outputs + (row % outputs)] = 1;
  for (const mask of batch.masks) mask.fill(1);
  return batch;
}
