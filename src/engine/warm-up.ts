import { viewRgba } from '../core/picture.ts';
import { INPUT_PIXELS } from '../core/preprocess.ts';
import { listWarmBatchSizes } from './device/batch-sizes.ts';
import { compileInParallel } from './device/compile-in-parallel.ts';
import type { FaceDetector } from './detector/face-detector.ts';
import { beginRefinement, beginWholePass } from './detector/find-faces.ts';
import type { LoadedModel, WarmModel } from './classifier/load-model.ts';
import { requireRight } from './link/kernels-error.ts';
import { DetectionPlanner } from './tracking/detection-planner.ts';
import { joinResults, readResult, releaseOnThrow, type PendingResult } from './device/pending-result.ts';

/**
 * Compiles all that a video asks of the networks, in parallel. See `compileInParallel` for what must not happen meanwhile:
 * so a network that is loaded later, beside the frames that another one reads, only warms up.
 *
 * @throws Error if the driver refuses a shader
 */
export async function compileForVideo(detector: FaceDetector, model: LoadedModel): Promise<void> {
  await compileInParallel(() => {
    for (const pending of beginFrameWork(detector, model)) pending.release();
    for (const size of listWarmBatchSizes()) beginBatch(model, size).release();
  });
}

/** Does once what a frame asks of the networks, so that the first one finds everything in place. */
export async function warmUpForVideo(detector: FaceDetector, model: LoadedModel): Promise<void> {
  for (const pending of beginFrameWork(detector, model)) await readResult(pending);
}

/**
 * Runs a network once in every size of batch, so that the first faces find everything in place, and compares what it gives
 * with what it gave at export: some combinations of browser, driver and kernels start well and compute nonsense.
 *
 * @param model disposed if this throws
 * @throws KernelsError 'miscomputed'
 */
export async function warmUpModel(model: LoadedModel): Promise<WarmModel> {
  try {
    const deviation = await model.classifier.measureDeviation(listWarmBatchSizes());
    requireRight(deviation);
    return { ...model, deviation };
  } catch (error) {
    model.classifier.dispose();
    throw error;
  }
}

/** A search, and then one face with its refinement. Each is begun when it is asked for. */
function* beginFrameWork(detector: FaceDetector, model: LoadedModel): Generator<PendingResult<unknown>> {
  const black = viewRgba({ data: new Uint8Array(4), width: 1, height: 1 });
  const box = { x: 0, y: 0, width: 1, height: 1 };
  yield beginWholePass(detector, black, new DetectionPlanner().wholeSize);
  const batch = beginBatch(model, 1);
  yield joinResults(
    batch,
    releaseOnThrow(batch, () => beginRefinement(detector, black, [box])),
  );
}

function beginBatch({ classifier }: LoadedModel, size: number): PendingResult<unknown> {
  return classifier.beginClassify(new Uint8Array(size * INPUT_PIXELS));
}
