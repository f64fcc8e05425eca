import {
  countOutputs,
  INPUT,
  placeLayers,
  type NetworkDescription,
  type PlacedLayer,
} from '../../../src/core/network-description.ts';
import { describeWeights, viewSlot, type WeightRole } from '../../../src/core/weight-layout.ts';
import type { BuiltLayer } from './layer-context.ts';
import { buildLayer, combine } from './layer-primitives.ts';
import { ALGORITHM, DATA_TYPE, type OnednnLibrary } from './onednn-library.ts';
import { createPrimitiveList, wrapRows, type PrimitiveList, type Tensor } from './primitive-list.ts';

/** How feature maps and filters are multiplied; what is summed, and the weights that are learnt, have 32 bits. */
export type Precision = 'bf16' | 'f32';

/** What a pass over a network reads and writes; the arrays stay where they are. */
export interface PassBuffers {
  /** rows x height x width x channels, normalised. */
  readonly images: Float32Array;
  /** A flat vector, as `describeWeights` lays it out. */
  readonly weights: Float32Array;
  /** Takes the gradients of trainable weights, and the new values of running statistics. */
  readonly gradients: Float32Array;
  /** One a dropout layer. */
  readonly masks: readonly Float32Array[];
}

/** A pass that is ready to be run. */
export interface NetworkPass {
  readonly list: PrimitiveList;
  /** rows x outputs, after each run. */
  readonly logits: Float32Array;
}

/** What this processor is fast with. */
export function choosePrecision(library: OnednnLibrary): Precision {
  return library.hasBfloat16 ? 'bf16' : 'f32';
}

/**
 * Builds the forward pass and, where there is a loss, the backward pass.
 *
 * @param differentiate writes the gradient of the logits; null: a pass as in use, with batch norm's running statistics
 */
export function buildNetworkPass(
  library: OnednnLibrary,
  network: NetworkDescription,
  rows: number,
  precision: Precision,
  buffers: PassBuffers,
  differentiate: ((logits: Float32Array, gradient: Float32Array) => void) | null,
): NetworkPass {
  const list = createPrimitiveList(library, rows, DATA_TYPE[precision]);
  const placed = placeLayers(network);
  const slots = describeWeights(network);
  const shapes = new Map<string, readonly number[]>([[INPUT, network.input]]);
  const outputs = new Map<string, Tensor>([[INPUT, wrapRows(list, buffers.images, network.input)]]);
  const fused = findFusedActivations(placed);
  let maskCount = 0;
  const layers = placed.map((one) => {
    const { layer, from, inputShape, outputShape } = one;
    const sources = layer.type === 'add' ? [from, layer.with] : [from];
    shapes.set(layer.name, outputShape);
    if (fused.has(layer.name)) {
      outputs.set(layer.name, outputs.get(from) as Tensor);
      return { sources, built: null };
    }
    const view = (flat: Float32Array) => (role: WeightRole) => {
      // Gamma and beta lie side by side, as oneDNN takes them.
      const found = slots.find((slot) => slot.layer === layer.name && slot.role === role);
      if (!found) throw new RangeError(`layer ${layer.name} has no ${role}`);
      return viewSlot(flat, role === 'gamma' ? { ...found, size: 2 * found.size } : found);
    };
    const wanted = list.describeRows(inputShape);
    const inputs = sources.map((source) => list.convert(outputs.get(source) as Tensor, wanted));
    const built = buildLayer({
      list,
      placed: one,
      inputs: inputs as [Tensor, ...Tensor[]],
      isTraining: differentiate !== null,
      needsInputGradient: from !== INPUT,
      weight: view(buffers.weights),
      gradient: view(buffers.gradients),
      mask: () => buffers.masks[maskCount++] as Float32Array,
      isFollowedByRelu: [...fused.values()].includes(layer.name),
    });
    outputs.set(layer.name, built.output);
    return { sources, built };
  });

  const outputCount = countOutputs(network);
  const logits = new Float32Array(rows * outputCount);
  const last = placed.at(-1)?.layer.name as string;
  list.copy(outputs.get(last) as Tensor, wrapRows(list, logits, [outputCount]));
  if (differentiate) {
    const gradient = new Float32Array(logits.length);
    list.then(() => differentiate(logits, gradient));
    addBackwardPass(list, placed, layers, wrapRows(list, gradient, [outputCount]), shapes);
  }
  return { list, logits };
}

function addBackwardPass(
  list: PrimitiveList,
  placed: readonly PlacedLayer[],
  layers: readonly { readonly sources: readonly string[]; readonly built: BuiltLayer | null }[],
  ofLogits: Tensor,
  shapes: ReadonlyMap<string, readonly number[]>,
): void {
  // Gradients that have come back to each layer's output, from all layers that take it.
  const arrived = new Map<string, Tensor>([[placed.at(-1)?.layer.name as string, ofLogits]]);
  for (let index = layers.length - 1; index >= 0; index--) {
    const { sources, built } = layers[index] as (typeof layers)[number];
    const { layer, outputShape } = placed[index] as PlacedLayer;
    const gradient = arrived.get(layer.name);
    if (!gradient) throw new RangeError(`nothing takes the output of layer ${layer.name}`);
    const parts = built ? built.backward(list.convert(gradient, list.describeRows(outputShape))) : [gradient];
    parts.forEach((part, k) => {
      const source = sources[k] as string;
      if (part === null || source === INPUT) return;
      const other = arrived.get(source);
      const sum = () =>
        combine(list, ALGORITHM.binaryAdd, other as Tensor, part, shapes.get(source) as readonly number[]);
      arrived.set(source, other ? sum() : part);
    });
  }
}

/** ReLUs on maps that are part of the batch norm before them, which nothing else takes from: by name, that one's. */
function findFusedActivations(placed: readonly PlacedLayer[]): ReadonlyMap<string, string> {
  const takers = (name: string) =>
    placed.filter(({ layer, from }) => from === name || (layer.type === 'add' && layer.with === name));
  return new Map(
    placed.flatMap(({ layer, from, inputShape }) => {
      const isRelu = layer.type === 'activation' && layer.activation === 'relu' && inputShape.length === 3;
      const before = placed.find((other) => other.layer.name === from)?.layer;
      return isRelu && before?.type === 'batch-norm' && takers(from).length === 1 ? [[layer.name, from] as const] : [];
    }),
  );
}
