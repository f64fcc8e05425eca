import type { Normalisation } from '../../src/core/preprocess.ts';
import type { AugmentConfig } from '../data/augment.ts';
import type { NetworkConfig } from '../models/network.ts';

/** Memory that the trainer and its workers share; all of it backed by SharedArrayBuffer. */
export interface SharedTensors {
  /** n x 2304 gray bytes. */
  readonly pixels: Uint8Array;
  /** n x 7. */
  readonly targets: Float32Array;
  /** Row numbers of the current batch; each worker takes its own stretch. */
  readonly batchRows: Int32Array;
  /** The network's flat weight vector, written by the trainer between steps. */
  readonly weights: Float32Array;
  /** One flat vector a worker: gradients of trainable weights, new values of the others. */
  readonly gradients: readonly Float32Array[];
  /** Mean loss of each worker's part of the batch. */
  readonly losses: Float32Array;
}

/** What a gradient worker is started with. */
export interface GradientWorkerData {
  readonly index: number;
  readonly shared: SharedTensors;
  readonly network: NetworkConfig;
  readonly normalisation: Normalisation;
  readonly dropout: number;
  readonly seed: number;
}

/** Messages to a gradient worker; each is answered by `GradientReply`. */
export type GradientRequest =
  /** Begins an epoch: how pictures are augmented from now on. Reseeds the worker's random numbers. */
  | { readonly type: 'begin-epoch'; readonly epoch: number; readonly augment: AugmentConfig }
  /** Computes loss and gradients of the worker's part of `batchRows`. */
  | { readonly type: 'step' };

/** Sent once when the worker is ready, then after each request. */
export type GradientReply = { readonly type: 'done' } | { readonly type: 'failure'; readonly message: string };
