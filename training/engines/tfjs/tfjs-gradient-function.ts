import * as tf from '@tensorflow/tfjs-core';
import {
  countOutputs,
  listHeads,
  placeLayers,
  type NetworkDescription,
} from '../../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../../src/core/weight-layout.ts';
import { applyNetwork } from '../../../src/tensors/apply-network.ts';
import { createTensor, createWeightTensors, differentiate } from '../../../src/tensors/differentiate.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import type { BatchPart, CreateGradientFunction, GradientFunction } from '../gradient-function.ts';
import { prepareBackend, type PreparedBackend, type TfjsBackend } from './prepare-backend.ts';

/**
 * Gradients by TensorFlow.js, whose reverse-mode differentiation follows the forward pass of `applyNetwork`.
 *
 * @returns a function that throws ExpectedError if this machine cannot run the backend
 */
export function createTfjsGradientFunction(backend: TfjsBackend): CreateGradientFunction {
  return async (network, rows) => new TfjsGradientFunction(network, rows, await prepareBackend(backend));
}

class TfjsGradientFunction implements GradientFunction {
  readonly #network: NetworkDescription;
  readonly #backend: PreparedBackend;
  /** Values in the flat vector. */
  readonly #size: number;
  readonly #imageShape: [number, number, number, number];
  readonly #targetShape: [number, number];
  readonly #maskShapes: readonly number[][];

  constructor(network: NetworkDescription, rows: number, backend: PreparedBackend) {
    this.#network = network;
    this.#backend = backend;
    this.#size = countValues(describeWeights(network));
    this.#imageShape = [rows, ...network.input];
    this.#targetShape = [rows, countOutputs(network)];
    this.#maskShapes = placeLayers(network).flatMap(({ layer, inputShape }) =>
      layer.type === 'dropout' ? [[rows, ...inputShape]] : [],
    );
  }

  async compute(part: BatchPart, weights: Float32Array, gradients: Float32Array): Promise<number> {
    await this.#makeCurrent();
    const result = await this.#read(() => this.#differentiate(part, weights));
    gradients.set(result.subarray(0, this.#size));
    return result[this.#size] as number;
  }

  async predict(images: Float32Array, weights: Float32Array): Promise<Float32Array> {
    await this.#makeCurrent();
    return this.#read(() => {
      const x = createTensor(images, this.#imageShape) as tf.Tensor4D;
      return applyNetwork(this.#network, createWeightTensors(this.#network, weights).find, x, null);
    });
  }

  /** Nothing outlives a call, and the backend is the whole thread's. */
  dispose(): Promise<void> {
    return Promise.resolve();
  }

  #differentiate(part: BatchPart, weights: Float32Array): tf.Tensor1D {
    const x = createTensor(part.images, this.#imageShape) as tf.Tensor4D;
    const y = createTensor(part.targets, this.#targetShape) as tf.Tensor2D;
    const masks = this.#maskShapes.map((shape, m) => createTensor(part.masks[m] as Float32Array, shape));
    const tensors = createWeightTensors(this.#network, weights);
    return differentiate(this.#network, tensors, x, (logits) => this.#computeLoss(y, logits), masks);
  }

  /** Softmax cross-entropy of each head, weighted and summed. */
  #computeLoss(targets: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
    const heads = listHeads(this.#network);
    let begin = 0;
    return heads
      .map(({ outputs, lossWeight }) => {
        const [target, part] = [targets, logits].map((all) => tf.slice2d(all, [0, begin], [-1, outputs]));
        begin += outputs;
        const loss = tf.losses.softmaxCrossEntropy<tf.Tensor2D, tf.Scalar>(target as tf.Tensor2D, part as tf.Tensor2D);
        return tf.mul<tf.Scalar>(loss, lossWeight);
      })
      .reduce((sum, loss) => tf.add(sum, loss));
  }

  /** Evaluation may have made another backend current between two calls. */
  async #makeCurrent(): Promise<void> {
    if (tf.getBackend() !== this.#backend.name) await tf.setBackend(this.#backend.name);
  }

  async #read(computeResult: () => tf.Tensor): Promise<Float32Array> {
    const result = tf.tidy(computeResult);
    try {
      const values = await result.data<'float32'>();
      const fault = this.#backend.takeFault();
      if (fault !== null)
        throw new ExpectedError(`the ${this.#backend.name} backend failed (${fault}); choose another engine`);
      return values;
    } finally {
      result.dispose();
    }
  }
}
