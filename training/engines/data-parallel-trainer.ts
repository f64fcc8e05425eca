import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Normalisation } from '../../src/core/preprocess.ts';
import type { AugmentConfig } from '../data/augment.ts';
import type { Samples } from '../data/samples.ts';
import type { WeightSlot } from '../models/weight-layout.ts';
import { countValues } from '../models/weight-layout.ts';
import type { TrainConfig } from '../train-config.ts';
import type { GradientReply, GradientRequest, GradientWorkerData, SharedTensors } from './gradient-messages.ts';
import { applyGradients, type SgdState } from './sgd.ts';
import { startTypeScriptWorker } from './typescript-worker.ts';

/** Trains one network: gradients by worker threads, weights updated here. */
export interface Trainer {
  /** The flat weight vector; the trainer changes it in place. */
  readonly weights: Float32Array;
  beginEpoch(epoch: number, augment: AugmentConfig): Promise<void>;
  /**
   * One optimizer step.
   *
   * @param batchRows `config.batchSize` row numbers
   * @returns mean cross-entropy of the batch, in nats
   * @throws Error if a worker fails, or the loss is not finite
   */
  step(batchRows: Int32Array, learningRate: number, optimizer: SgdState): Promise<number>;
  dispose(): Promise<void>;
}

/**
 * Starts the workers. The batch is cut into equal parts, one a worker, and their gradients are averaged, which is
 * the gradient of the whole batch (batch norm sees each part by itself).
 *
 * @throws RangeError if the batch cannot be cut evenly
 */
export async function startTrainer(
  samples: Samples,
  slots: readonly WeightSlot[],
  initialWeights: Float32Array,
  config: TrainConfig,
  normalisation: Normalisation,
): Promise<Trainer> {
  if (config.batchSize % config.workers !== 0) {
    throw new RangeError(`a batch of ${config.batchSize} cannot be cut into ${config.workers} equal parts`);
  }
  const size = countValues(slots);
  const shared: SharedTensors = {
    pixels: share(samples.pixels, Uint8Array),
    targets: share(samples.targets, Float32Array),
    batchRows: new Int32Array(new SharedArrayBuffer(config.batchSize * 4)),
    weights: share(initialWeights, Float32Array),
    gradients: Array.from({ length: config.workers }, () => new Float32Array(new SharedArrayBuffer(size * 4))),
    losses: new Float32Array(new SharedArrayBuffer(config.workers * 4)),
  };
  const workers = shared.gradients.map((_, index) => {
    const workerData: GradientWorkerData = {
      index,
      shared,
      network: config.network,
      normalisation,
      dropout: config.dropout,
      seed: config.seed,
    };
    return startTypeScriptWorker(new URL('./gradient-worker.ts', import.meta.url), workerData);
  });
  await Promise.all(workers.map(awaitReply));

  const ask = (request: GradientRequest) =>
    Promise.all(
      workers.map((worker) => {
        const reply = awaitReply(worker);
        worker.postMessage(request);
        return reply;
      }),
    );
  return {
    weights: shared.weights,
    async beginEpoch(epoch, augment) {
      await ask({ type: 'begin-epoch', epoch, augment });
    },
    async step(batchRows, learningRate, optimizer) {
      shared.batchRows.set(batchRows);
      await ask({ type: 'step' });
      const loss = shared.losses.reduce((sum, part) => sum + part, 0) / workers.length;
      if (!Number.isFinite(loss)) {
        throw new Error('the loss is no longer a finite number; lower the learning rate and train again');
      }
      applyGradients(shared.weights, shared.gradients, slots, optimizer, learningRate, config.optimizer);
      return loss;
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** The next reply; rejects if the worker reports a failure, throws or ends. */
async function awaitReply(worker: Worker): Promise<void> {
  const ended = new AbortController();
  const exit = once(worker, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a training worker ended with code ${String(code)}`);
  });
  try {
    const [reply] = (await Promise.race([once(worker, 'message', { signal: ended.signal }), exit])) as [GradientReply];
    if (reply.type === 'failure') throw new Error(`a training worker failed: ${reply.message}`);
  } finally {
    exit.catch(() => undefined);
    ended.abort();
  }
}

function share<T extends Uint8Array | Float32Array>(values: T, Type: new (buffer: SharedArrayBuffer) => T): T {
  const copy = new Type(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
