import * as tf from '@tensorflow/tfjs-core';

/** What a network of the first chapters can be trained by. */
export type LossName = 'perceptron' | 'cross-entropy';

/**
 * Losses of logits against targets of 0 to 1, mean over the examples.
 *
 * `perceptron`: how far a logit is on the wrong side of the step, 0 where the answer is right; its gradient is Rosenblatt's
 * rule (1958), answer minus target times input. `cross-entropy`: of the logit's sigmoid, whose gradient by the logit is
 * sigmoid minus target.
 */
export const LOSSES: Readonly<Record<LossName, (targets: tf.Tensor2D, logits: tf.Tensor2D) => tf.Scalar>> = {
  perceptron: (targets, logits) => tf.mean(tf.mul(tf.sub(tf.step(logits), targets), logits)),
  'cross-entropy': (targets, logits) => tf.losses.sigmoidCrossEntropy(targets, logits),
};
