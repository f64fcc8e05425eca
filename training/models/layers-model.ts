import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  BATCH_NORM_EPSILON,
  BATCH_NORM_MOMENTUM,
  INPUT,
  isConvolution,
  type Activation,
  type LayerDescription,
  type NetworkDescription,
} from '../../src/core/network-description.ts';
import { countValues, describeWeights, viewSlot } from '../../src/core/weight-layout.ts';

/**
 * The network as a tfjs model, for evaluation and export: [n, height, width, channels] -> [n, outputs] logits.
 *
 * An activation becomes part of the convolution or dense layer before it where nothing else takes that layer's
 * output, so that a backend runs both as one operation.
 *
 * @param weights the flat vector
 */
export function buildLayersModel(network: NetworkDescription, weights: Float32Array): LayersModel {
  const image = input({ shape: [...network.input], name: 'image' });
  const outputs = new Map<string, SymbolicTensor>([[INPUT, image]]);
  let previous = INPUT;
  const fused = findFusedActivations(network);
  for (const layer of network.layers) {
    const x = outputs.get(layer.from ?? previous) as SymbolicTensor;
    const activation = fused.get(layer.name);
    const isFused = layer.type === 'activation' && fused.get(layer.from ?? previous) === layer.activation;
    const other = layer.type === 'add' ? [outputs.get(layer.with) as SymbolicTensor] : [];
    const applied = isFused ? x : createLayer(layer, activation).apply(other.length > 0 ? [x, ...other] : x);
    outputs.set(layer.name, applied as SymbolicTensor);
    previous = layer.name;
  }
  const built = model({ inputs: image, outputs: outputs.get(previous) as SymbolicTensor, name: network.name });
  loadWeights(built, network, weights);
  return built;
}

/** Copies the flat vector into a model that `buildLayersModel` made of the same network. */
export function loadWeights(built: LayersModel, network: NetworkDescription, weights: Float32Array): void {
  tf.tidy(() => {
    const tensors = new Map<string, tf.Tensor[]>();
    for (const slot of describeWeights(network)) {
      // slice copies: tfjs on wasm may keep the array that it is given, and `weights` can be shared between threads.
      const tensor = tf.tensor(viewSlot(weights, slot).slice(), [...slot.shape], 'float32');
      tensors.set(slot.layer, [...(tensors.get(slot.layer) ?? []), tensor]);
    }
    for (const [name, values] of tensors) built.getLayer(name).setWeights(values);
  });
}

/**
 * Copies a model's weights into a flat vector: the reverse of `loadWeights`.
 *
 * @throws RangeError naming the first weight that the model lacks, or has in another shape
 */
export function readWeights(built: LayersModel, network: NetworkDescription): Float32Array {
  const slots = describeWeights(network);
  const weights = new Float32Array(countValues(slots));
  const seen = new Map<string, number>();
  for (const slot of slots) {
    const index = seen.get(slot.layer) ?? 0;
    seen.set(slot.layer, index + 1);
    const tensor = built.layers.find((layer) => layer.name === slot.layer)?.getWeights()[index];
    if (tensor?.shape.join() !== slot.shape.join()) {
      throw new RangeError(`the model has no ${slot.role} of ${slot.shape.join(' x ')} in a layer ${slot.layer}`);
    }
    viewSlot(weights, slot).set(tensor.dataSync());
  }
  return weights;
}

/** By layer: the activation that is to become part of it. */
function findFusedActivations({ layers: described }: NetworkDescription): Map<string, Activation> {
  const takers = new Map<string, LayerDescription[]>();
  described.forEach((layer, index) => {
    const sources = [layer.from ?? described[index - 1]?.name ?? INPUT, ...(layer.type === 'add' ? [layer.with] : [])];
    for (const source of sources) takers.set(source, [...(takers.get(source) ?? []), layer]);
  });
  const fused = new Map<string, Activation>();
  for (const layer of described) {
    const [taker, ...others] = takers.get(layer.name) ?? [];
    const canFuse = isConvolution(layer) || layer.type === 'dense';
    if (canFuse && taker?.type === 'activation' && others.length === 0) fused.set(layer.name, taker.activation);
  }
  return fused;
}

function createLayer(layer: LayerDescription, activation: Activation | undefined) {
  const { name } = layer;
  // The weights are loaded afterwards: drawing them twice would only cost time.
  const common = { name, kernelInitializer: 'zeros' as const, ...(activation !== undefined && { activation }) };
  switch (layer.type) {
    case 'conv': {
      const { filters, kernelSize, stride: strides = 1, padding, bias: useBias } = layer;
      return layers.conv2d({ ...common, filters, kernelSize, strides, padding, useBias });
    }
    case 'depthwise-conv': {
      const { kernelSize, stride: strides = 1, padding, bias: useBias } = layer;
      return layers.depthwiseConv2d({
        ...common,
        depthwiseInitializer: 'zeros',
        kernelSize,
        strides,
        padding,
        useBias,
      });
    }
    case 'dense':
      return layers.dense({ ...common, units: layer.units });
    case 'batch-norm':
      return layers.batchNormalization({ name, momentum: BATCH_NORM_MOMENTUM, epsilon: BATCH_NORM_EPSILON });
    case 'activation':
      return layers.activation({ name, activation: layer.activation });
    case 'add':
      return layers.add({ name });
    case 'max-pool':
      return layers.maxPooling2d({ name, poolSize: layer.size });
    case 'average-pool':
      return layers.averagePooling2d({ name, poolSize: layer.size });
    case 'global-average-pool':
      return layers.globalAveragePooling2d({ name });
    case 'flatten':
      return layers.flatten({ name });
    case 'dropout':
      return layers.dropout({ name, rate: layer.rate });
    default:
      return layer satisfies never;
  }
}
