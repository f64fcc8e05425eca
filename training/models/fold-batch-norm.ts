import {
  BATCH_NORM_EPSILON,
  isConvolution,
  placeLayers,
  type LayerDescription,
  type NetworkDescription,
} from '../../src/core/network-description.ts';
import { countValues, describeWeights, viewSlot, type WeightRole } from '../../src/core/weight-layout.ts';

/** A network and its weights. */
export interface WeightedNetwork {
  readonly network: NetworkDescription;
  /** The flat vector, as `describeWeights(network)` lays it out. */
  readonly weights: Float32Array;
}

/** By convolution: the batch norm that follows it. */
export function findNorms(network: NetworkDescription): Map<string, string> {
  return new Map(
    placeLayers(network).flatMap(({ layer, from }) => (layer.type === 'batch-norm' ? [[from, layer.name]] : [])),
  );
}

/**
 * The layers of the network as the page runs it: a bias in place of every batch norm, no dropout.
 *
 * @throws RangeError if a batch norm does not follow a convolution of its own
 */
export function foldDescription(network: NetworkDescription): NetworkDescription {
  const placed = placeLayers(network);
  const normOf = findNorms(network);
  const replacement = new Map<string, string>();
  const resolve = (name: string) => replacement.get(name) ?? name;

  const layers = placed.flatMap(({ layer, from }): LayerDescription[] => {
    if (layer.type === 'batch-norm' || layer.type === 'dropout') {
      if (layer.type === 'batch-norm') requireOwnConvolution(layer.name, from, placed);
      replacement.set(layer.name, resolve(from));
      return [];
    }
    const moved = { ...layer, from: resolve(from), ...(layer.type === 'add' && { with: resolve(layer.with) }) };
    return [isConvolution(layer) && normOf.has(layer.name) ? ({ ...moved, bias: true } as LayerDescription) : moved];
  });
  return { ...network, layers };
}

/**
 * The network as the page runs it: every batch norm that follows a convolution becomes part of it, filter and bias
 * scaled by gamma / sqrt(variance + epsilon); dropout, which only training has, is left out.
 *
 * @throws RangeError if a batch norm does not follow a convolution of its own
 */
export function foldBatchNorm({ network, weights }: WeightedNetwork): WeightedNetwork {
  const folded = foldDescription(network);
  const normOf = findNorms(network);
  const trained = new Map(describeWeights(network).map((slot) => [`${slot.layer} ${slot.role}`, slot]));
  const read = (layer: string, role: WeightRole) => {
    const slot = trained.get(`${layer} ${role}`);
    return slot && viewSlot(weights, slot);
  };
  const slots = describeWeights(folded);
  const result = new Float32Array(countValues(slots));
  for (const slot of slots) {
    const values = viewSlot(result, slot);
    const norm = normOf.get(slot.layer);
    const source = read(slot.layer, slot.role);
    if (norm === undefined) {
      values.set(source as Float32Array);
      continue;
    }
    const [gamma, beta, mean, variance] = (['gamma', 'beta', 'mean', 'variance'] as const).map((role) =>
      read(norm, role),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    for (let i = 0; i < values.length; i++) {
      const k = i % gamma.length;
      const scale = (gamma[k] as number) / Math.sqrt((variance[k] as number) + BATCH_NORM_EPSILON);
      const value = source?.[i] ?? 0;
      values[i] = slot.role === 'kernel' ? value * scale : (value - (mean[k] as number)) * scale + (beta[k] as number);
    }
  }
  return { network: folded, weights: result };
}

function requireOwnConvolution(norm: string, from: string, placed: ReturnType<typeof placeLayers>): void {
  const followsConvolution = placed.some(({ layer }) => layer.name === from && isConvolution(layer));
  const takers = placed.filter(
    (other) => other.from === from || (other.layer.type === 'add' && other.layer.with === from),
  );
  if (!followsConvolution || takers.length !== 1) {
    throw new RangeError(`batch norm ${norm} cannot be folded: it must be all that follows a convolution`);
  }
}
