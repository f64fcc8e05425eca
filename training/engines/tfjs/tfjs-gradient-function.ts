import * as tf from '@tensorflow/tfjs-core';
import {
  BATCH_NORM_MOMENTUM,
  countOutputs,
  listHeads,
  placeLayers,
  type NetworkDescription,
} from '../../../src/core/network-description.ts';
import {
  countValues,
  describeWeights,
  viewSlot,
  type WeightRole,
  type WeightSlot,
} from '../../../src/core/weight-layout.ts';
import { applyNetwork } from './apply-network.ts';
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
  readonly #slots: readonly WeightSlot[];
  readonly #imageShape: [number, number, number, number];
  readonly #targetShape: [number, number];
  readonly #maskShapes: readonly number[][];

  constructor(network: NetworkDescription, rows: number, backend: PreparedBackend) {
    this.#network = network;
    this.#backend = backend;
    this.#slots = describeWeights(network);
    this.#imageShape = [rows, ...network.input];
    this.#targetShape = [rows, countOutputs(network)];
    this.#maskShapes = placeLayers(network).flatMap(({ layer, inputShape }) =>
      layer.type === 'dropout' ? [[rows, ...inputShape]] : [],
    );
  }

  async compute(part: BatchPart, weights: Float32Array, gradients: Float32Array): Promise<number> {
    await this.#makeCurrent();
    const result = await this.#read(() => this.#differentiate(part, weights));
    const size = countValues(this.#slots);
    gradients.set(result.subarray(0, size));
    return result[size] as number;
  }

  async predict(images: Float32Array, weights: Float32Array): Promise<Float32Array> {
    await this.#makeCurrent();
    return this.#read(() => {
      const tensors = this.#slots.map((slot) => createTensor(viewSlot(weights, slot), slot.shape));
      const x = createTensor(images, this.#imageShape) as tf.Tensor4D;
      return applyNetwork(this.#network, (layer, role) => this.#pick(tensors, layer, role), x, null);
    });
  }

  /** Nothing outlives a call, and the backend is the whole thread's. */
  dispose(): Promise<void> {
    return Promise.resolve();
  }

  /** @returns what becomes of the flat vector, slot by slot, then the loss: one tensor, so that it is read at once */
  #differentiate(part: BatchPart, weights: Float32Array): tf.Tensor1D {
    const tensors = this.#slots.map((slot) => createTensor(viewSlot(weights, slot), slot.shape));
    const x = createTensor(part.images, this.#imageShape) as tf.Tensor4D;
    const y = createTensor(part.targets, this.#targetShape) as tf.Tensor2D;
    const masks = this.#maskShapes.map((shape, m) => createTensor(part.masks[m] as Float32Array, shape));
    const statistics = new Map<string, tf.Tensor>();
    const report = (layer: string, mean: tf.Tensor, variance: tf.Tensor) => {
      statistics.set(`${layer} mean`, tf.keep(mean)).set(`${layer} variance`, tf.keep(variance));
    };
    try {
      const trainable = tensors.filter((_, index) => this.#slots[index]?.trainable);
      const { value, grads } = tf.valueAndGrads(() => {
        const pick = (layer: string, role: WeightRole) => this.#pick(tensors, layer, role);
        const logits = applyNetwork(this.#network, pick, x, { masks, report });
        return this.#computeLoss(y, logits);
      })(trainable);
      const gradients = grads.values();
      const parts = this.#slots.map((slot, index) => {
        if (slot.trainable) return gradients.next().value as tf.Tensor;
        const batch = statistics.get(`${slot.layer} ${slot.role}`) as tf.Tensor;
        return tf.add(tf.mul(tensors[index] as tf.Tensor, BATCH_NORM_MOMENTUM), tf.mul(batch, 1 - BATCH_NORM_MOMENTUM));
      });
      return tf.concat1d([...parts, value].map((tensor) => tf.reshape(tensor, [-1])));
    } finally {
      tf.dispose([...statistics.values()]);
    }
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

  #pick(tensors: readonly tf.Tensor[], layer: string, role: WeightRole): tf.Tensor {
    return tensors[this.#slots.findIndex((slot) => slot.layer === layer && slot.role === role)] as tf.Tensor;
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

/** Copies: a backend may read the values later, and they can be shared between threads. */
function createTensor(values: Float32Array, shape: readonly number[]): tf.Tensor {
  return tf.tensor(values.slice(), [...shape], 'float32');
}
