import { workerData } from 'node:worker_threads';
import { INPUT_PIXELS, type Normalisation } from '../../src/core/preprocess.ts';
import type { Batch } from '../engines/batch.ts';
import { serveRequests } from '../../node/worker-channel.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';
import type { AugmentConfig } from '../recipe/augmentation.ts';
import { augmentFace, mixPairs } from './augment.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import type { Distillation } from './start-teachers.ts';

/** What the batch worker is started with; the arrays are shared between threads. */
export interface BatchWorkerData {
  /** n x 2304 gray bytes. */
  readonly pixels: Uint8Array;
  /** n x outputs of the network */
  readonly targets: Float32Array;
  /** Where batches are put, in turn. */
  readonly batches: readonly Batch[];
  /** Of each dropout layer, 0..1. */
  readonly dropoutRates: readonly number[];
  readonly normalisation: Normalisation;
  readonly seed: number;
  readonly network: NetworkDescription;
  /** null: no teachers. */
  readonly distillation: Distillation | null;
}

/** Asks for a batch; answered when it is there. */
export interface BatchRequest {
  readonly epoch: number;
  /** Counted from 0 in its epoch. */
  readonly step: number;
  /** Row numbers, one an image. */
  readonly rows: Int32Array;
  /** Index into `batches`. */
  readonly place: number;
  readonly augment: AugmentConfig;
}

const { pixels, targets, batches, dropoutRates, normalisation, seed, network, distillation } =
  workerData as BatchWorkerData;

serveRequests(async () => {
  const teachers = distillation && (await start(distillation));
  const undamaged = distillation?.seesUndamaged ? new Float32Array((batches[0] as Batch).images.length) : undefined;
  return {
    async answer(request: BatchRequest): Promise<null> {
      const batch = prepareBatch(request, undamaged);
      await teachers?.teach(batch, undamaged ?? batch.images);
      return null;
    },
    dispose: () => teachers?.dispose(),
  };
});

/** The teachers' code, a native library with it, is loaded only where there are some. */
async function start(teaching: Distillation) {
  const { startTeachers } = await import('./start-teachers.ts');
  return startTeachers(teaching, network, (batches[0] as Batch).images.length / INPUT_PIXELS);
}

/** @param undamaged takes the images before they are blurred, compressed or painted over */
function prepareBatch({ epoch, step, rows, place, augment }: BatchRequest, undamaged: Float32Array | undefined): Batch {
  const batch = batches[place] as Batch;
  // Derived from seed, epoch and step, so that a resumed run sees what it would have seen. 0 is the shuffle's.
  const random = createRandom(seed, epoch, step + 1);
  const outputs = batch.targets.length / rows.length;
  rows.forEach((row, i) => {
    augmentFace(pixels, row * INPUT_PIXELS, batch.images, i * INPUT_PIXELS, augment, random, undamaged);
    batch.targets.set(targets.subarray(row * outputs, (row + 1) * outputs), i * outputs);
  });
  const views = undamaged ? [batch.images, undamaged] : [batch.images];
  for (const images of views) {
    for (let i = 0; i < images.length; i++) {
      images[i] = ((images[i] as number) - normalisation.mean) / normalisation.std;
    }
  }
  mixPairs([...views, batch.targets], rows.length, augment.mixup, random);
  batch.masks.forEach((mask, k) => drawMask(mask, dropoutRates[k] as number, random));
  return batch;
}

/** Inverted dropout: a value is 0, or scaled up so that the mean stays. */
function drawMask(mask: Float32Array, rate: number, random: Random): void {
  for (let i = 0; i < mask.length; i++) mask[i] = random.next() < rate ? 0 : 1 / (1 - rate);
}
