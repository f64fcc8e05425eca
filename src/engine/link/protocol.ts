import type { ModelManifest } from '../../core/model-manifest.ts';
import type { ModelName } from '../../core/model-names.ts';
import type { Box } from '../../core/box.ts';
import type { PriorName } from '../../core/decision-rule.ts';

/** The tfjs backends that the engine can run on, best first. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Where nothing else works, this one does: there is nothing to take in its place. */
export const LAST_RESORT = BACKENDS[2];

/** A backend that cannot be used, and what it said. */
export interface RejectedBackend {
  readonly name: BackendName;
  readonly reason: string;
  /** It runs, but computes something else than it should; the reason says how far it is off. */
  readonly miscomputes?: true;
  /** It said nothing at all any more while the engine started on it. */
  readonly stalled?: true;
}

/** Which backend runs, and why the better ones do not: a value that the page can show. */
export interface BackendChoice {
  readonly name: BackendName;
  /** What the adapter or renderer calls itself, where it says so. */
  readonly adapter: string | null;
  readonly rejected: readonly RejectedBackend[];
}

/** Kernels of ours that run a network, by what they were built for. */
export type OwnKernels = 'mien-relaxed-simd' | 'mien-simd' | 'mien-wgsl';

/** Why kernels of ours that there are cannot be used on a device. */
export type KernelsErrorCode = 'no-simd' | 'not-compiled' | 'no-memory' | 'miscomputed';

/** Whose kernels run a network. For tfjs's: why not ours, and what the device said of it, if anything. */
export type NetworkKernels =
  | { readonly name: OwnKernels }
  | {
      readonly name: 'tfjs';
      /** 'none-here': there are none of ours for this backend. 'unknown-layer': they do not know one of the network's layers. */
      readonly reason: KernelsErrorCode | 'none-here' | 'unknown-layer';
      readonly detail: string | null;
    };

/** How far loading has come. `fraction` is 0..1 over the whole start. */
export interface LoadProgress {
  readonly stage: 'backend' | 'detector' | 'expression-model' | 'warm-up';
  /** The one that is being tried; null before the first. */
  readonly backend: BackendName | null;
  readonly fraction: number;
}

/** How the detector goes over whole frames of a video, as the device allows. */
export interface WholePasses {
  /** Side in pixels of what it sees of a frame. */
  readonly wholeSize: number;
  /** Milliseconds from one pass to the next, while there are faces to follow. */
  readonly wholeIntervalMs: number;
}

/** The answer for one picture or frame. */
export interface Analysis {
  /** Size of the picture that the boxes refer to, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly faces: readonly FaceReading[];
  /** The network that read them. */
  readonly model: ModelName;
  /** What the network read, where it was asked for, else null: n x 48 x 48 gray bytes, in the order of the faces. */
  readonly crops: Uint8Array<ArrayBuffer> | null;
  /** Null for a photo. */
  readonly wholePasses: WholePasses | null;
  /** tf.memory().numTensors after the analysis: constant while nothing leaks. */
  readonly numTensors: number;
}

/** A network that the engine has loaded. */
export interface ModelDescription {
  readonly name: ModelName;
  readonly manifest: ModelManifest;
  readonly kernels: NetworkKernels;
  /** How far it was off on the manifest's golden faces while it warmed up, see `measureDeviation`. */
  readonly deviation: number;
}

/** What the engine is and runs on, once it is ready. */
export interface EngineDescription {
  readonly backend: BackendChoice;
  /** The one that it begins with. */
  readonly model: ModelDescription;
  readonly detectorKernels: NetworkKernels;
  /** Median of the milliseconds that this network took for one face while the engine warmed up. */
  readonly faceMs: number;
  /** Milliseconds that it took to compile everything and run it once: the next start will hardly take less. */
  readonly warmUpMs: number;
}

/** The failures after which an engine does nothing any more, so that only a new one helps. */
export const ENGINE_LOSSES = ['worker-stopped', 'device-lost', 'no-answer'] as const;
export type EngineLoss = (typeof ENGINE_LOSSES)[number];

/** Why a request failed. The words for the visitor live in the app. */
export type EngineErrorCode =
  | EngineLoss
  | 'model-missing'
  | 'model-mismatch'
  | 'model-stalled'
  | 'model-miscomputed'
  | 'detector-missing'
  | 'no-backend'
  /** The program lies on another site than the page, from where no browser starts a worker. */
  | 'program-elsewhere'
  | 'start-stalled'
  | 'not-started'
  | 'unreadable-frame'
  | 'internal';

/**
 * Messages to the worker. Each one gets exactly one reply with the same `id`; `start` also sends progress, again and again
 * while files arrive: where nothing more is heard, it has come to a halt.
 */
export type EngineRequest =
  | {
      readonly type: 'start';
      readonly id: number;
      /** Folder that holds `models/`, absolute URL with a trailing slash. */
      readonly baseUrl: string;
      /** Take this backend or fail, a software adapter included; null: the best one that is real hardware. */
      readonly forcedBackend: BackendName | null;
      /** Backends that are not to be tried, unless forced. */
      readonly avoid: readonly RejectedBackend[];
    }
  /** `withCrops`: the crops of its faces come with the answer. */
  | {
      readonly type: 'analyse-frame';
      readonly id: number;
      readonly frame: VideoFrame | ImageBitmap;
      readonly withCrops: boolean;
    }
  | { readonly type: 'analyse-photo'; readonly id: number; readonly frame: ImageBitmap; readonly withCrops: boolean }
  /** Read faces with this network from now on; the last one goes on until it is loaded. `ifBetter`: or for good, if the
   * manifest of this one tells of no better network than the fast one. */
  | { readonly type: 'use-model'; readonly id: number; readonly name: ModelName; readonly ifBetter: boolean }
  /** `crops`: n x 48 x 48 gray bytes, classified as they are, without detection. */
  | { readonly type: 'classify-crops'; readonly id: number; readonly crops: Uint8Array<ArrayBuffer> }
  /** Forget the tracked faces: the next frame begins a new video. */
  | { readonly type: 'reset-tracking'; readonly id: number };

/**
 * Gives up the request of the same `id`, a frame or a photo: nobody waits for it any more. It has no reply of its own; the
 * request still gets its one, 'cancelled' or, where this comes too late, what it would have got.
 */
export interface EngineCancellation {
  readonly type: 'cancel';
  readonly id: number;
}

/** All that the worker is told. */
export type EngineMessage = EngineRequest | EngineCancellation;

/** Messages from the worker. All but `lost` belong to the request of the same `id`. */
export type EngineReply =
  | { readonly type: 'progress'; readonly id: number; readonly progress: LoadProgress }
  | { readonly type: 'ready'; readonly id: number; readonly description: EngineDescription }
  | { readonly type: 'analysis'; readonly id: number; readonly analysis: Analysis }
  /** The network in use from now on. */
  | { readonly type: 'model'; readonly id: number; readonly model: ModelDescription }
  /** n x 7 probabilities, by the everyday rule. */
  | { readonly type: 'classified'; readonly id: number; readonly probabilities: Float32Array<ArrayBuffer> }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'cancelled'; readonly id: number }
  /** The graphics device has gone, and with it all that lay on it: no later request can succeed. */
  | { readonly type: 'lost'; readonly detail: string }
  | { readonly type: 'failure'; readonly id: number; readonly code: EngineErrorCode; readonly detail: string };

/** What the engine says of one face in one picture. */
export interface FaceReading {
  /** The same number for the same face in consecutive video frames; 0, 1, 2 ... in a photo. */
  readonly id: number;
  /** The detector's box, in pixels of the picture that was given. */
  readonly box: Box;
  /** The detector's score, 0..1. */
  readonly score: number;
  /** For each prior seven probabilities in class order, for this frame alone; they sum to 1. */
  readonly probabilities: Readonly<Record<PriorName, readonly number[]>>;
}
