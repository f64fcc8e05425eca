import type { NetworkDescription } from '../../src/core/network-description.ts';

/** Some rows of a batch, ready for the network. */
export interface BatchPart {
  /** rows x height x width x channels, normalised. */
  readonly images: Float32Array;
  /** rows x outputs; each head's part of a row sums to 1. */
  readonly targets: Float32Array;
  /** One a dropout layer, in the order of the layers: rows x its input's values (channels last), each 0 or 1 / (1 - rate). */
  readonly masks: readonly Float32Array[];
}

/**
 * Forward and backward pass of one network for a fixed number of rows, on one thread: all that an engine has to know.
 * Weights and gradients are flat vectors as `describeWeights` lays them out.
 */
export interface GradientFunction {
  /**
   * Loss and gradients of `rows` rows. Batch norm uses the rows' own statistics.
   *
   * @param gradients takes the gradients of trainable weights, and in place of running statistics their new values
   * @returns mean softmax cross-entropy, in nats; of several heads the weighted sum
   */
  compute(part: BatchPart, weights: Float32Array, gradients: Float32Array): Promise<number>;
  /**
   * Logits of `rows` images, with batch norm's running statistics and without dropout.
   *
   * @returns rows x outputs
   */
  predict(images: Float32Array, weights: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** @param rows of every call */
export type CreateGradientFunction = (network: NetworkDescription, rows: number) => Promise<GradientFunction>;
