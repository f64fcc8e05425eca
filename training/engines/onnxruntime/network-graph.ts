import type { WeightedNetwork } from '../../models/fold-batch-norm.ts';
import {
  countOutputs,
  INPUT,
  isConvolution,
  listHeads,
  placeLayers,
  type NetworkDescription,
} from '../../../src/core/network-description.ts';
import { countValues, describeWeights, viewSlot, type WeightRole } from '../../../src/core/weight-layout.ts';
import { canBlock, createBlockedMaps } from './blocked-maps.ts';
import { buildLayer } from './layer-operations.ts';
import { toMapShape, type LayerOperations, type MapOperations } from './map-operations.ts';
import { arithmetic, OnnxGraph } from './onnx-graph.ts';
import { createPlainMaps } from './plain-maps.ts';

/** Names of a graph's inputs and outputs. */
export const GRAPH_NAMES = {
  images: 'images',
  targets: 'targets',
  weights: 'weights',
  logits: 'logits',
  loss: 'loss',
  gradients: 'gradients',
  /** Over all rows and pixels, of each channel of a convolution's output without its bias, and of its squares. */
  sums: (layer: string) => `sums ${layer}`,
  squares: (layer: string) => `squares ${layer}`,
  /** The mask of the dropout layer that comes `index`-th. */
  mask: (index: number) => `mask${index}`,
} as const;

interface ForwardPass {
  readonly logits: string;
  readonly layers: readonly { readonly sources: readonly string[]; readonly operations: LayerOperations }[];
  readonly names: readonly string[];
  /** By layer and role: what goes into the gradient vector. */
  readonly gradients: Map<string, string>;
}

/**
 * Forward and backward pass as one graph of onnxruntime's operators: images,
 * targets, masks and the flat weight vector go in, the loss and the flat gradient vector come out.
 *
 * @param rows images a run
 * @param block channels that lie together in memory, as `findBlockSize` tells; 1 for none
 * @returns bytes of an ONNX model
 */
export function buildTrainingGraph(network: NetworkDescription, rows: number, block: number): Uint8Array {
  const graph = new OnnxGraph();
  const maps = chooseMaps(graph, network, rows, block, true);
  const weights = addWeightInput(graph, network);
  const { logits, layers, names, gradients } = buildForwardPass(graph, maps, network, rows, weights, true);
  const { add } = arithmetic(graph);
  const { loss, gradient: ofLogits } = addLoss(graph, network, rows, logits);

  // Gradients that have come back to each layer's output, from all layers that take it.
  const arrived = new Map<string, string>([[names.at(-1) as string, ofLogits]]);
  for (let index = layers.length - 1; index >= 0; index--) {
    const { sources, operations } = layers[index] as (typeof layers)[number];
    const gradient = arrived.get(names[index] as string);
    if (gradient === undefined) throw new RangeError(`nothing takes the output of layer ${names[index] as string}`);
    operations.backward(gradient).forEach((part, k) => {
      const source = sources[k] as string;
      if (part === null || source === INPUT) return;
      const other = arrived.get(source);
      arrived.set(source, other === undefined ? part : add(other, part));
    });
  }

  const slots = describeWeights(network);
  const parts = slots.map((slot) => {
    const tensor = gradients.get(nameWeight(slot));
    return graph.reshape(tensor as string, [slot.size]);
  });
  graph.addOutput(GRAPH_NAMES.loss, loss, []);
  graph.addOutput(GRAPH_NAMES.gradients, graph.apply('Concat', parts, { axis: 0 }), [countValues(slots)]);
  return graph.build();
}

/** Softmax cross-entropy of each head, weighted and summed, and its gradient with respect to the logits. */
function addLoss(graph: OnnxGraph, network: NetworkDescription, rows: number, logits: string) {
  const { add, sub, mul } = arithmetic(graph);
  const heads = listHeads(network);
  const targets = graph.addInput(GRAPH_NAMES.targets, [rows, countOutputs(network)]);
  const sizes = graph.integers(heads.map((head) => head.outputs));
  const split = (tensor: string) =>
    heads.length === 1 ? [tensor] : graph.applyMany('Split', [tensor, sizes], heads.length, { axis: 1 });
  const [logitParts, targetParts] = [split(logits), split(targets)];
  const parts = heads.map(({ lossWeight }, k) => {
    const [part, target] = [logitParts[k] as string, targetParts[k] as string];
    const share = lossWeight / rows;
    const logProbabilities = graph.apply('LogSoftmax', [part], { axis: 1 });
    const total = graph.apply('ReduceSum', [mul(target, logProbabilities)], { keepdims: 0 });
    const probabilities = graph.apply('Softmax', [part], { axis: 1 });
    return {
      loss: mul(total, graph.scalar(-share)),
      gradient: mul(sub(probabilities, target), graph.scalar(share)),
    };
  });
  const gradients = parts.map((part) => part.gradient);
  return {
    loss: parts.map((part) => part.loss).reduce(add),
    gradient: heads.length === 1 ? (gradients[0] as string) : graph.apply('Concat', gradients, { axis: 1 }),
  };
}

/**
 * Forward pass as in use: running statistics, no dropout.
 *
 * @param rows images a run
 * @param block channels that lie together in memory, as `findBlockSize` tells; 1 for none
 * @returns bytes of an ONNX model
 */
export function buildPredictionGraph(network: NetworkDescription, rows: number, block: number): Uint8Array {
  const graph = new OnnxGraph();
  const maps = chooseMaps(graph, network, rows, block, false);
  const { logits } = buildForwardPass(graph, maps, network, rows, addWeightInput(graph, network), false);
  graph.addOutput(GRAPH_NAMES.logits, logits, [rows, countOutputs(network)]);
  return graph.build();
}

/**
 * Forward pass of a network that learns no more: its weights are constants of the graph, for which onnxruntime has an
 * order of channels and fused operators of its own.
 *
 * @param rows images a run
 * @returns bytes of an ONNX model
 */
export function buildInferenceGraph({ network, weights }: WeightedNetwork, rows: number): Uint8Array {
  const graph = new OnnxGraph();
  const maps = createPlainMaps(graph, rows, false);
  const constants = addWeightConstants(graph, { network, weights });
  const { logits } = buildForwardPass(graph, maps, network, rows, constants, false);
  graph.addOutput(GRAPH_NAMES.logits, logits, [rows, countOutputs(network)]);
  return graph.build();
}

/**
 * Forward pass of a network that learns no more, of which the channels of each convolution's output are wanted: their
 * sums and those of their squares. Without the bias, in which the rest of a weak channel's squares would be lost.
 *
 * @param rows images a run
 * @returns bytes of an ONNX model
 */
export function buildChannelGraph({ network, weights }: WeightedNetwork, rows: number): Uint8Array {
  const graph = new OnnxGraph();
  const maps = createPlainMaps(graph, rows, false);
  const constants = addWeightConstants(graph, { network, weights });
  const { layers } = buildForwardPass(graph, maps, network, rows, constants, false);
  placeLayers(network).forEach(({ layer, outputShape }, index) => {
    if (!isConvolution(layer)) return;
    const channels = outputShape[2] as number;
    const { output } = (layers[index] as (typeof layers)[number]).operations;
    const bias = constants.get(nameWeight({ layer: layer.name, role: 'bias' }));
    const map = bias === undefined ? output : graph.apply('Sub', [output, graph.reshape(bias, [1, channels, 1, 1])]);
    const squares = graph.apply('Mul', [map, map]);
    graph.addOutput(GRAPH_NAMES.sums(layer.name), maps.sumChannels(map, outputShape), [channels]);
    graph.addOutput(GRAPH_NAMES.squares(layer.name), maps.sumChannels(squares, outputShape), [channels]);
  });
  return graph.build();
}

/** Puts the weights into the graph: by layer and role, the tensor of each. */
function addWeightConstants(graph: OnnxGraph, { network, weights }: WeightedNetwork): Map<string, string> {
  return new Map(
    describeWeights(network).map((slot) => [nameWeight(slot), graph.tensor(viewSlot(weights, slot), slot.shape)]),
  );
}

function chooseMaps(graph: OnnxGraph, network: NetworkDescription, rows: number, block: number, isTraining: boolean) {
  return canBlock(network, block) ? createBlockedMaps(graph, rows, block) : createPlainMaps(graph, rows, isTraining);
}

function nameWeight({ layer, role }: { readonly layer: string; readonly role: WeightRole }): string {
  return `${layer} ${role}`;
}

/** Declares the flat vector as an input, and cuts it: by layer and role, the tensor of each weight. */
function addWeightInput(graph: OnnxGraph, network: NetworkDescription): Map<string, string> {
  const slots = describeWeights(network);
  const flat = graph.addInput(GRAPH_NAMES.weights, [countValues(slots)]);
  const sizes = graph.integers(slots.map((slot) => slot.size));
  const parts = slots.length === 1 ? [flat] : graph.applyMany('Split', [flat, sizes], slots.length, { axis: 0 });
  return new Map(slots.map((slot, index) => [nameWeight(slot), graph.reshape(parts[index] as string, slot.shape)]));
}

/** @param weights by layer and role */
function buildForwardPass(
  graph: OnnxGraph,
  maps: MapOperations,
  network: NetworkDescription,
  rows: number,
  weights: ReadonlyMap<string, string>,
  isTraining: boolean,
): ForwardPass {
  const [, , channels] = network.input;
  const images = graph.addInput(GRAPH_NAMES.images, [rows, ...network.input]);
  const first =
    channels === 1
      ? graph.reshape(images, toMapShape(rows, network.input))
      : graph.apply('Transpose', [images], { perm: [0, 3, 1, 2] });

  const gradients = new Map<string, string>();
  const outputs = new Map<string, string>([[INPUT, first]]);
  let maskCount = 0;
  const layers = placeLayers(network).map((placed) => {
    const { layer, from, inputShape } = placed;
    const sources = layer.type === 'add' ? [from, layer.with] : [from];
    const operations = buildLayer({
      graph,
      maps,
      rows,
      placed,
      isTraining,
      inputs: sources.map((source) => outputs.get(source) as string) as [string, ...string[]],
      needsInputGradient: from !== INPUT,
      weight: (role: WeightRole) => weights.get(nameWeight({ layer: layer.name, role })) as string,
      setGradient: (role, tensor) => gradients.set(nameWeight({ layer: layer.name, role }), tensor),
      addMask: () => graph.addInput(GRAPH_NAMES.mask(maskCount++), [rows, ...inputShape]),
    });
    outputs.set(layer.name, operations.output);
    return { sources, operations };
  });
  const names = network.layers.map((layer) => layer.name);
  return { logits: outputs.get(names.at(-1) as string) as string, layers, names, gradients };
}
