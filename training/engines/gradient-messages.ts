import type { NetworkDescription } from '../../src/core/network-description.ts';
import type { EngineName } from '../recipe/train-config.ts';
import type { Batch } from './batch.ts';

/** Memory that an engine and its workers share; all of it backed by SharedArrayBuffer. */
export interface SharedVectors {
  /** The network's flat weight vector, written by the engine between steps. */
  readonly weights: Float32Array;
  /** One flat vector a worker: gradients of trainable weights, new values of the others. */
  readonly gradients: readonly [Float32Array, ...Float32Array[]];
  /** Mean loss of each worker's part of the batch. */
  readonly losses: Float32Array;
}

/** What a gradient worker is started with. */
export interface GradientWorkerData {
  readonly engine: EngineName;
  readonly network: NetworkDescription;
  /** Rows of a part of a batch, and of a prediction. */
  readonly rows: number;
  readonly index: number;
  readonly workers: number;
  readonly shared: SharedVectors;
}

/** Requests to a gradient worker. */
export type GradientRequest =
  /** Computes loss and gradients of the worker's part of the batch. Reply: null. */
  | { readonly type: 'step'; readonly batch: Batch }
  /** Reply: logits of `rows` images. */
  | { readonly type: 'predict'; readonly images: Float32Array; readonly weights: Float32Array };

export type GradientReply = Float32Array | null;
