import { EXPRESSION_COUNT, leadingIndex, rowOf } from '../../src/core/expressions.ts';
import type { Normalisation } from '../../src/core/preprocess.ts';
import { createBatch, type Batch } from '../engines/batch.ts';
import { keepLibraryLoaded } from '../engines/engine-registry.ts';
import { startWorker } from '../../node/worker-channel.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { listHeads, type Head } from '../../src/core/network-description.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import type { AugmentConfig } from '../recipe/augmentation.ts';
import { createRandom, shuffle } from '../../src/core/random.ts';
import type { Samples } from '../data/samples.ts';
import type { BatchRequest, BatchWorkerData } from './batch-worker.ts';
import type { Distillation } from './start-teachers.ts';

/** Makes batches on a thread of its own, one ahead of the training. */
export interface BatchLoader {
  /**
   * The batches of one epoch, in an order drawn from the seed. Rows that do not fill a batch are left for another epoch.
   * A batch is overwritten when the one after the next is asked for.
   *
   * @param epoch counted from 1
   */
  loadEpoch(epoch: number, augment: AugmentConfig): AsyncGenerator<Batch, void>;
  dispose(): Promise<void>;
}

/**
 * Starts the thread that shuffles, augments, normalises and asks the teachers.
 *
 * @param distillation null: no teachers
 */
export async function startBatchLoader(
  samples: Samples,
  { network, batchSize, seed, targets }: Pick<TrainConfig, 'network' | 'batchSize' | 'seed' | 'targets'>,
  normalisation: Normalisation,
  distillation: Distillation | null = null,
): Promise<BatchLoader> {
  if (distillation) await keepLibraryLoaded(distillation.engine);
  const batches = [createBatch(network, batchSize), createBatch(network, batchSize)];
  const workerData: BatchWorkerData = {
    pixels: share(samples.pixels, Uint8Array),
    targets: share(arrangeTargets(samples, listHeads(network), targets), Float32Array),
    batches,
    dropoutRates: network.layers.flatMap((layer) => (layer.type === 'dropout' ? [layer.rate] : [])),
    normalisation,
    seed,
    network,
    distillation: distillation && { ...distillation, teachers: distillation.teachers.map(shareTeacher) },
  };
  const url = new URL('./batch-worker.ts', import.meta.url);
  const worker = await startWorker<BatchRequest, null>(url, workerData);
  const rowCount = samples.labels.length;
  return {
    async *loadEpoch(epoch, augment) {
      const order = shuffle(
        Int32Array.from({ length: rowCount }, (_, row) => row),
        createRandom(seed, epoch),
      );
      const steps = Math.floor(rowCount / batchSize);
      const request = (step: number) => {
        const rows = order.slice(step * batchSize, (step + 1) * batchSize);
        return worker.ask({ epoch, step, rows, place: step % 2, augment });
      };
      let arriving = request(0);
      for (let step = 0; step < steps; step++) {
        await arriving;
        if (step + 1 < steps) {
          arriving = request(step + 1);
          arriving.catch(() => undefined); // awaited in the next round, if there is one
        }
        yield batches[step % 2] as Batch;
      }
    },
    async dispose() {
      await worker.terminate();
    },
  };
}

/** The targets of each head in the order of the network's outputs: n x outputs. */
function arrangeTargets(
  { targets, labels }: Samples,
  heads: readonly Head[],
  kind: TrainConfig['targets'],
): Float32Array {
  const stride = heads.length * EXPRESSION_COUNT;
  const arranged = new Float32Array(labels.length * stride);
  labels.forEach((label, row) => {
    heads.forEach(({ name }, k) => {
      const begin = row * stride + k * EXPRESSION_COUNT;
      const shares = rowOf(targets, row);
      if (name === 'votes' && kind === 'vote-shares') arranged.set(shares, begin);
      else arranged[begin + (name === 'votes' ? leadingIndex(shares) : label)] = 1;
    });
  });
  return arranged;
}

function shareTeacher({ network, weights }: WeightedNetwork): WeightedNetwork {
  return { network, weights: share(weights, Float32Array) };
}

function share<T extends Uint8Array | Float32Array>(values: T, Type: new (buffer: SharedArrayBuffer) => T): T {
  const copy = new Type(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
