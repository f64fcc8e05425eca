import type {
  FaceReading,
  Analysis,
  BackendName,
  EngineDescription,
  EngineLoss,
  ModelDescription,
  RejectedBackend,
} from '../../src/engine/link/protocol.ts';
import { EngineError, type AnalysisOptions, type Engine } from '../../src/engine/engine-client.ts';
import type { ModelName } from '../../src/core/model-names.ts';
import { MANIFEST } from '../core/made-up-manifest.ts';

/** A promise that the test settles. */
export interface Pending<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

export function createPending<T>(): Pending<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets everything run that is only waiting for promises already settled. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** An engine that answers when the test says so. */
export class FakeEngine implements Engine {
  readonly frames: Pending<Analysis>[] = [];
  readonly photos: Pending<Analysis>[] = [];
  /** Answered with the network in use then; null: the one that was asked for. */
  readonly models: Pending<ModelName | null>[] = [];
  /** Of each call. */
  readonly onlyIfBetter: boolean[] = [];
  /** Of each frame and photo: whether the crops were asked for. */
  readonly withCrops: boolean[] = [];
  readonly description: EngineDescription;
  trackingResets = 0;
  /** Frames and photos that were given up before they were answered. */
  cancelled = 0;
  disposed = false;
  /** Is lost, and lets all that is pending reject, as the real one does. */
  lose: (code?: EngineLoss) => void = () => undefined;

  /**
   * @param faceMs how long one face takes it
   * @param warmUpMs how long it compiled
   */
  constructor(faceMs = 10, backend: BackendName = 'wasm', rejected: readonly RejectedBackend[] = [], warmUpMs = 100) {
    const choice = { name: backend, adapter: null, rejected };
    const model = makeModel('fast');
    this.description = { backend: choice, model, detectorKernels: model.kernels, faceMs, warmUpMs };
  }

  analyseFrame(frame: VideoFrame | ImageBitmap, options?: AnalysisOptions): Promise<Analysis> {
    return this.#ask(this.frames, frame, options);
  }

  analysePhoto(picture: ImageBitmap, options?: AnalysisOptions): Promise<Analysis> {
    return this.#ask(this.photos, picture, options);
  }

  classifyCrops(): Promise<Float32Array<ArrayBuffer>> {
    return Promise.resolve(new Float32Array());
  }

  async useModel(name: ModelName, ifBetter: boolean): Promise<ModelDescription> {
    this.onlyIfBetter.push(ifBetter);
    const pending = createPending<ModelName | null>();
    this.models.push(pending);
    return makeModel((await pending.promise) ?? name);
  }

  resetTracking(): Promise<void> {
    this.trackingResets += 1;
    return Promise.resolve();
  }

  onLost(listener: (error: EngineError) => void): void {
    this.lose = (code = 'worker-stopped') => {
      const loss = new EngineError(code, 'it is gone');
      listener(loss);
      for (const { reject } of [...this.frames, ...this.photos, ...this.models]) reject(loss);
    };
  }

  dispose(): void {
    this.disposed = true;
  }

  /** Gives up at once where the real one would with its next message. */
  #ask(
    list: Pending<Analysis>[],
    frame: VideoFrame | ImageBitmap,
    { signal, withCrops = false }: AnalysisOptions = {},
  ): Promise<Analysis> {
    this.withCrops.push(withCrops);
    const pending = createPending<Analysis>();
    const giveUp = () => {
      this.cancelled += 1;
      pending.reject(signal?.reason);
    };
    if (signal?.aborted) {
      frame.close();
      giveUp();
    } else {
      list.push(pending);
      signal?.addEventListener('abort', giveUp);
      const settle = () => signal?.removeEventListener('abort', giveUp);
      pending.promise.then(settle, settle);
    }
    return pending.promise;
  }
}

function makeModel(name: ModelName): ModelDescription {
  return { name, manifest: MANIFEST, kernels: { name: 'mien-simd' }, deviation: 0 };
}

/** An analysis with so many faces. */
export function makeAnalysis(faceCount: number, model: ModelName = 'fast'): Analysis {
  const face = (id: number): FaceReading => ({
    id,
    box: { x: 0, y: 0, width: 10, height: 10 },
    score: 0.9,
    probabilities: { everyday: [0, 0, 0, 1, 0, 0, 0], acting: [0, 0, 1, 0, 0, 0, 0] },
  });
  return {
    width: 640,
    height: 480,
    faces: Array.from({ length: faceCount }, (_, id) => face(id)),
    model,
    crops: null,
    wholePasses: { wholeSize: 416, wholeIntervalMs: 1000 },
    numTensors: 10,
  };
}
