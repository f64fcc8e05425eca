import { ExpectedError } from '../../node/command/expected-error.ts';
import { startAll } from '../../node/start-all.ts';
import { countElements, countOutputs, type NetworkDescription } from '../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../src/core/weight-layout.ts';
import type { EngineName, TrainConfig } from '../recipe/train-config.ts';
import type { Batch } from './batch.ts';
import { keepLibraryLoaded } from './engine-registry.ts';
import type { GradientReply, GradientRequest, GradientWorkerData, SharedVectors } from './gradient-messages.ts';
import { applyGradients, type OptimizerState } from './optimizer.ts';
import { startWorker } from '../../node/worker-channel.ts';

/** Trains one network, whatever computes the gradients. */
export interface TrainingEngine {
  readonly name: EngineName;
  /** The flat weight vector; `step` changes it in place. With `optimizer` all there is to save and to restore. */
  readonly weights: Float32Array;
  readonly optimizer: OptimizerState;
  /**
   * One optimizer step.
   *
   * @returns mean cross-entropy of the batch, in nats
   * @throws TrainingError if it is not a finite number
   * @throws Error if a worker fails
   */
  step(batch: Batch, learningRate: number): Promise<number>;
  /**
   * Logits of any number of images, with batch norm's running statistics and without dropout.
   *
   * @param images n x height x width x channels, normalised
   * @param weights a flat vector, such as `optimizer.average`
   * @returns n x outputs
   */
  predict(images: Float32Array, weights: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** What a training run cannot go on from; the message says what to do. */
export class TrainingError extends ExpectedError {}

/** Weights beyond this have diverged. onnxruntime must not see what follows: it ends the process over a map of NaN. */
const LARGEST_WEIGHT = 1e6;

/** By index: `every` would take a twentieth of a step, for-of a fiftieth. NaN is not bounded. */
function isBounded(values: Float32Array): boolean {
  let i = 0;
  while (i < values.length && Math.abs(values[i] as number) < LARGEST_WEIGHT) i++;
  return i === values.length;
}

function createDivergence(steps: number): TrainingError {
  return new TrainingError(
    `the loss is no longer a finite number, or soon will not be, after ${steps} steps; lower the learning rate with --learning-rate and train again`,
  );
}

/** The part of a configuration that an engine needs. */
export type EngineConfig = Pick<TrainConfig, 'engine' | 'network' | 'batchSize' | 'workers' | 'optimizer'>;

/** Where training begins, or goes on from. */
export interface EngineStart {
  readonly weights: Float32Array;
  readonly optimizer: OptimizerState;
}

/**
 * Starts an engine: worker threads that each compute the gradients of an equal part of the batch. Their mean is the
 * gradient of the whole batch (batch norm sees each part by itself).
 *
 * @throws TrainingError if the batch cannot be cut evenly
 */
export async function startEngine(config: EngineConfig, start: EngineStart): Promise<TrainingEngine> {
  const { engine, network, batchSize, workers: workerCount } = config;
  if (batchSize % workerCount !== 0) {
    throw new TrainingError(`a batch of ${batchSize} cannot be cut into ${workerCount} equal parts; change --workers`);
  }
  await keepLibraryLoaded(engine);
  const slots = describeWeights(network);
  const shared = createSharedVectors(countValues(slots), workerCount);
  shared.weights.set(start.weights);
  const rows = batchSize / workerCount;
  const workers = await startAll(
    shared.gradients.map((_, index) => {
      const workerData: GradientWorkerData = { engine, network, rows, index, workers: workerCount, shared };
      const url = new URL('./gradient-worker.ts', import.meta.url);
      return startWorker<GradientRequest, GradientReply>(url, workerData);
    }),
    (worker) => worker.terminate(),
  );

  return {
    name: engine,
    weights: shared.weights,
    optimizer: start.optimizer,
    async step(batch, learningRate) {
      await Promise.all(workers.map((worker) => worker.ask({ type: 'step', batch })));
      const loss = shared.losses.reduce((sum, part) => sum + part, 0) / workers.length;
      if (!Number.isFinite(loss)) throw createDivergence(start.optimizer.steps);
      applyGradients(shared.weights, shared.gradients, slots, start.optimizer, learningRate, config.optimizer);
      if (!isBounded(shared.weights)) throw createDivergence(start.optimizer.steps);
      return loss;
    },
    predict(images, weights) {
      const predictPart = async (part: Float32Array, worker: (typeof workers)[number]) =>
        (await worker.ask({ type: 'predict', images: part, weights })) as Float32Array;
      return predictInParts(network, images, rows, workers, predictPart);
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Cuts images into parts of `rows`, the last one filled up, and gives each free worker the next one. */
async function predictInParts<W>(
  network: NetworkDescription,
  images: Float32Array,
  rows: number,
  workers: readonly W[],
  predictPart: (part: Float32Array, worker: W) => Promise<Float32Array>,
): Promise<Float32Array> {
  const values = countElements(network.input);
  const outputs = countOutputs(network);
  const count = images.length / values;
  const logits = new Float32Array(count * outputs);
  let next = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (next < count) {
        const begin = next;
        next += rows;
        const part = new Float32Array(rows * values);
        part.set(images.subarray(begin * values, (begin + rows) * values));
        const answer = await predictPart(part, worker);
        logits.set(answer.subarray(0, Math.min(rows, count - begin) * outputs), begin * outputs);
      }
    }),
  );
  return logits;
}

function createSharedVectors(size: number, workers: number): SharedVectors {
  const share = (count: number) => new Float32Array(new SharedArrayBuffer(count * 4));
  const gradients = Array.from({ length: workers }, () => share(size)) as [Float32Array, ...Float32Array[]];
  return { weights: share(size), gradients, losses: share(workers) };
}
