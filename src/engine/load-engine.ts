import type { ModelName } from '../core/model-names.ts';
import { FrameAnalyser } from './analyse-frame.ts';
import { chooseBackend } from './device/backend.ts';
import { EngineError } from './link/engine-error.ts';
import { loadFaceDetector } from './detector/face-detector.ts';
import { KernelsError } from './link/kernels-error.ts';
import { isBetter, loadModel, measureFaceMs, type WarmModel } from './classifier/load-model.ts';
import { ModelCache } from './classifier/model-cache.ts';
import type { BackendName, EngineDescription, EngineRequest, LoadProgress, ModelDescription } from './link/protocol.ts';
import { createBackendStarters } from './device/start-backend.ts';
import { compileForVideo, warmUpForVideo, warmUpModel } from './warm-up.ts';
import { watchDownloads } from './link/fetch-model-file.ts';
import { watchSilence, type HeardWork } from './link/watch-silence.ts';

/** An engine that is ready to work. */
export interface LoadedEngine {
  readonly description: EngineDescription;
  readonly analyser: FrameAnalyser;
  /**
   * Reads faces with another network from the next picture on; loads it first if it is not there yet.
   *
   * @param ifBetter only if its manifest tells of a better network than the fast one (`core/rank-models.ts`)
   * @returns the network in use then
   * @throws EngineError 'model-missing', 'model-mismatch', 'model-stalled' or 'model-miscomputed'; the network in use stays
   */
  useModel(name: ModelName, ifBetter: boolean): Promise<ModelDescription>;
  /** See `StartedBackend.takeFault`. */
  takeFault(): string | null;
  /** See `StartedBackend.lost`. */
  readonly lost: Promise<string>;
}

/**
 * Chooses a backend, loads the detector and the fast network onto it and runs each once, so that the first frame finds
 * everything compiled.
 *
 * @param onProgress told of each step, and again whenever a part of a file arrives
 * @throws EngineError 'no-backend', 'detector-missing', 'model-missing' or 'model-mismatch'
 */
export async function loadEngine(
  { baseUrl, forcedBackend, avoid }: Omit<Extract<EngineRequest, { type: 'start' }>, 'type' | 'id'>,
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedEngine> {
  let progress: LoadProgress = { stage: 'backend', backend: null, fraction: 0 };
  const report = (change: Partial<LoadProgress>) => onProgress((progress = { ...progress, ...change }));
  const fetchFile = watchDownloads(() => report({}));

  const wish = { forced: forcedBackend, avoid };
  const makeReady = async () => {
    report({ stage: 'detector', fraction: 0.3 });
    const detector = await loadFaceDetector(`${baseUrl}models/face-detector`, fetchFile);
    report({ stage: 'expression-model', fraction: 0.45 });
    const loaded = await loadModel(baseUrl, 'fast', fetchFile);
    report({ stage: 'warm-up', fraction: 0.6 });
    const warmUpFromMs = performance.now();
    await compileForVideo(detector, loaded);
    report({ stage: 'warm-up', fraction: 0.8 });
    await warmUpForVideo(detector, loaded);
    const model = await warmUpModel(loaded);
    const warmUpMs = performance.now() - warmUpFromMs;
    const faceMs = await measureFaceMs(model);
    report({ stage: 'warm-up', fraction: 1 });
    return { analyser: new FrameAnalyser(detector, model), detectorKernels: detector.kernels, model, faceMs, warmUpMs };
  };
  const { choice, backend, ready } = await chooseBackend(
    createBackendStarters(fetchFile),
    wish,
    makeReady,
    (name: BackendName) => report({ stage: 'backend', backend: name, fraction: 0 }),
  );
  const { analyser, model, ...measured } = ready;
  const cache = new ModelCache(model, {
    load: (name) =>
      watchSilence(
        (heard) => prepareModel(baseUrl, name, heard),
        ({ classifier }) => classifier.dispose(),
      ),
    isBetter: (name, than) => watchSilence(({ fetchFile }) => isBetter(baseUrl, name, than, fetchFile)),
    onChange: (next) => analyser.useModel(next),
  });
  return {
    analyser,
    description: { backend: choice, model: describeModel(model), ...measured },
    useModel: async (name, ifBetter) => describeModel(await cache.use(name, ifBetter)),
    takeFault: () => backend.takeFault(),
    lost: backend.lost,
  };
}

async function prepareModel(baseUrl: string, name: ModelName, { fetchFile, begin }: HeardWork): Promise<WarmModel> {
  const model = await loadModel(baseUrl, name, fetchFile);
  begin('warm-up');
  try {
    return await warmUpModel(model);
  } catch (error) {
    // The device computes the network in use as it should: that one can stay.
    if (error instanceof KernelsError) throw new EngineError('model-miscomputed', error.message, { cause: error });
    throw error;
  }
}

function describeModel({ name, classifier, deviation }: WarmModel): ModelDescription {
  return { name, manifest: classifier.manifest, kernels: classifier.kernels, deviation };
}
