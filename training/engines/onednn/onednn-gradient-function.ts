import {
  countElements,
  countOutputs,
  listHeads,
  placeLayers,
  type NetworkDescription,
  type Head,
} from '../../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../../src/core/weight-layout.ts';
import type { GradientFunction } from '../gradient-function.ts';
import {
  buildNetworkPass,
  choosePrecision,
  type NetworkPass,
  type PassBuffers,
  type Precision,
} from './network-pass.ts';
import { loadOnednn } from './onednn-library.ts';

/**
 * Gradients by oneDNN, the library that other frameworks compute with on processors, called as it is. Where the
 * processor multiplies bfloat16 (AVX-512 BF16, AMX), feature maps and filters are rounded to it, as in mixed precision
 * training (Micikevicius et al. 2018; Kalamkar et al. 2019); sums and weights keep 32 bits.
 *
 * @param precision by default what this processor is fast with
 * @throws ExpectedError if oneDNN is not on this system
 */
export function createOnednnGradientFunction(
  network: NetworkDescription,
  rows: number,
  precision?: Precision,
): GradientFunction {
  const library = loadOnednn();
  const chosen = precision ?? choosePrecision(library);
  const placed = placeLayers(network);
  const size = countValues(describeWeights(network));
  const buffers: PassBuffers = {
    images: new Float32Array(rows * countElements(network.input)),
    weights: new Float32Array(size),
    gradients: new Float32Array(size),
    masks: placed
      .filter(({ layer }) => layer.type === 'dropout')
      .map(({ inputShape }) => new Float32Array(rows * countElements(inputShape))),
  };
  const targets = new Float32Array(rows * countOutputs(network));
  const heads = listHeads(network);
  let loss = 0;
  const training = buildNetworkPass(library, network, rows, chosen, buffers, (logits, ofLogits) => {
    loss = computeLoss(heads, logits, targets, ofLogits);
  });
  let prediction: NetworkPass | null = null;
  return {
    compute(part, weights, gradients) {
      buffers.images.set(part.images);
      buffers.weights.set(weights);
      targets.set(part.targets);
      part.masks.forEach((mask, k) => buffers.masks[k]?.set(mask));
      training.list.execute();
      gradients.set(buffers.gradients);
      return Promise.resolve(loss);
    },
    predict(images, weights) {
      prediction ??= buildNetworkPass(library, network, rows, chosen, buffers, null);
      buffers.images.set(images);
      buffers.weights.set(weights);
      prediction.list.execute();
      return Promise.resolve(prediction.logits.slice());
    },
    dispose() {
      training.list.dispose();
      prediction?.list.dispose();
      library.dispose();
      return Promise.resolve();
    },
  };
}

/**
 * Softmax cross-entropy of each head, weighted and summed.
 *
 * @param logits rows x outputs, as the heads lie in them
 * @param targets rows x outputs; each head's part of a row sums to 1
 * @param gradient takes the gradient with respect to the logits
 * @returns mean over the rows, in nats
 */
export function computeLoss(
  heads: readonly Head[],
  logits: Float32Array,
  targets: Float32Array,
  gradient: Float32Array,
): number {
  const outputs = heads.reduce((sum, head) => sum + head.outputs, 0);
  const rows = logits.length / outputs;
  let loss = 0;
  for (let begin = 0; begin < logits.length;) {
    for (const head of heads) {
      const end = begin + head.outputs;
      const share = head.lossWeight / rows;
      let largest = -Infinity;
      for (let i = begin; i < end; i++) largest = Math.max(largest, logits[i] as number);
      let sum = 0;
      for (let i = begin; i < end; i++) sum += Math.exp((logits[i] as number) - largest);
      const logSum = largest + Math.log(sum);
      for (let i = begin; i < end; i++) {
        const logProbability = (logits[i] as number) - logSum;
        loss -= share * (targets[i] as number) * logProbability;
        gradient[i] = share * (Math.exp(logProbability) - (targets[i] as number));
      }
      begin = end;
    }
  }
  return loss;
}
