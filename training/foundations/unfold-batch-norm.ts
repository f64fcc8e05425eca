import { findNorms, foldDescription, type WeightedNetwork } from '../models/fold-batch-norm.ts';
import { BATCH_NORM_EPSILON, isConvolution, type NetworkDescription } from '../../src/core/network-description.ts';
import { describeWeights, viewSlot, type WeightRole, type WeightSlot } from '../../src/core/weight-layout.ts';

/** Of a convolution's output without its bias, over many faces and all pixels: one value a channel. */
export interface ChannelStatistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Expected length of a filter that is drawn He-normal: its values have a variance of 2 / fan-in. */
const FILTER_NORM = Math.SQRT2;

/**
 * Weights with which a network computes what an exported one does, its batch norm unfolded: the reverse of
 * `foldBatchNorm`, which forgets how long the filters were and what batch norm had seen. Each filter gets the length of
 * a newly drawn one, for weight decay makes a step's effect depend on it (van Laarhoven 2017), and batch norm takes it
 * back. A filter of zeros is drawn anew, with a gamma of 0. The outputs of a head that the exported network lacks stay
 * as they were drawn.
 *
 * @param network to be trained; `findDifference` has none to name
 * @param exported batch norm folded
 * @param statistics of the exported network, by convolution: they become batch norm's mean and variance
 * @param initial newly drawn weights of the network to be trained
 * @returns a flat vector as `describeWeights(network)` lays it out
 */
export function unfoldBatchNorm(
  network: NetworkDescription,
  exported: WeightedNetwork,
  statistics: ReadonlyMap<string, ChannelStatistics>,
  initial: Float32Array,
): Float32Array {
  const weights = Float32Array.from(initial);
  const view = createView(network, weights);
  const readExported = createView(exported.network, exported.weights);
  const normOf = findNorms(network);
  for (const layer of foldDescription(network).layers) {
    if (!isConvolution(layer) && layer.type !== 'dense') continue;
    const { name } = layer;
    const norm = normOf.get(name);
    if (norm === undefined) {
      for (const role of ['kernel', 'bias'] as const) copyOutputs(readExported(name, role), view(name, role));
      continue;
    }
    const [kernel, bias] = [readExported(name, 'kernel'), readExported(name, 'bias')] as [Part, Part];
    const lengths = measureFilters(kernel);
    const { mean, variance } = statistics.get(name) as ChannelStatistics;
    view(name, 'bias')?.values.fill(0); // batch norm's beta has it
    const [filters, gamma, beta, means, variances] = [
      view(name, 'kernel'),
      ...(['gamma', 'beta', 'mean', 'variance'] as const).map((role) => view(norm, role)),
    ].map((part) => (part as Part).values) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
    lengths.forEach((length, k) => {
      const shift = bias.values[k] as number;
      if (length === 0) {
        gamma[k] = 0;
        beta[k] = shift;
        return;
      }
      // The exported filter gives scale z, z being the output of the new one.
      const scale = length / FILTER_NORM;
      for (let i = k; i < filters.length; i += lengths.length) filters[i] = (kernel.values[i] as number) / scale;
      const varianceOfZ = (variance[k] as number) / scale ** 2;
      means[k] = (mean[k] as number) / scale;
      variances[k] = varianceOfZ;
      gamma[k] = scale * Math.sqrt(varianceOfZ + BATCH_NORM_EPSILON);
      beta[k] = (mean[k] as number) + shift;
    });
  }
  return weights;
}

/** A weight tensor. */
interface Part {
  readonly slot: WeightSlot;
  readonly values: Float32Array;
}

function createView(network: NetworkDescription, weights: Float32Array) {
  const slots = new Map(describeWeights(network).map((slot) => [`${slot.layer} ${slot.role}`, slot]));
  return (layer: string, role: WeightRole): Part | undefined => {
    const slot = slots.get(`${layer} ${role}`);
    return slot && { slot, values: viewSlot(weights, slot) };
  };
}

/** Euclidean length of each filter. */
function measureFilters({ slot, values }: Part): Float64Array {
  const squares = new Float64Array(slot.size / slot.fanIn);
  values.forEach((value, i) => {
    const k = i % squares.length;
    squares[k] = (squares[k] as number) + value * value;
  });
  return squares.map(Math.sqrt);
}

/** Copies a tensor into one that has as many outputs (its last axis) or more. */
function copyOutputs(source: Part | undefined, target: Part | undefined): void {
  if (!source || !target) return;
  const [from, to] = [source, target].map(({ slot }) => slot.shape.at(-1) as number) as [number, number];
  source.values.forEach((value, i) => (target.values[Math.floor(i / from) * to + (i % from)] = value));
}
