import { workerData } from 'node:worker_threads';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import type { Batch } from '../engines/batch.ts';
import { serveRequests } from '../../node/worker-channel.ts';
import { augmentFace, mixPairs } from './augment.ts';
import type { BatchRequest, BatchWorkerData } from './batch-loader.ts';
import { createRandom, type Random } from '../../node/random.ts';
import type { Distillation } from './start-teachers.ts';

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
