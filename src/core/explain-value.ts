import { BATCH_NORM_EPSILON, computePadding, type PlacedLayer } from './network-description.ts';
import { viewSlot, type WeightRole, type WeightSlot } from './weight-layout.ts';

/** One value of a layer's input, and what it is multiplied by. */
export interface Term {
  /** Where it lies: in pixels of the input, which may be outside where zeros are put; 0 and 0 of a vector. */
  readonly x: number;
  readonly y: number;
  /** Its channel, or its position in a vector. */
  readonly channel: number;
  /** 0 outside. */
  readonly value: number;
  /** Learnt, or what the kind of layer says: 1 / count for a mean. */
  readonly weight: number;
}

/** How one value of a layer's output comes about. */
export interface Explanation {
  readonly terms: readonly Term[];
  /** How the products become one: their `sum`, or the `maximum` of the values. */
  readonly combine: 'sum' | 'maximum';
  /** Is added to the sum; null where there is none. */
  readonly bias: number | null;
  /** What comes out, but for an activation, which is a layer of its own. */
  readonly result: number;
}

/** Which value of an output is meant: `channel` is the position in a vector. */
export interface Position {
  readonly x: number;
  readonly y: number;
  readonly channel: number;
}

/**
 * Takes one value of a layer's output apart: the values that it is made of, their weights, and the result. The result is
 * what tfjs computes, but for rounding; a test holds the two together in every layer of every network that ships.
 *
 * @param input of the layer, flat, channels last
 * @param slots of the network, with its flat vector of weights
 * @param added of a sum, the output of the layer that is added
 * @returns null for an activation, which bends each value and sums nothing
 * @throws RangeError for a sum without what is added
 */
export function explainValue(
  { layer, inputShape }: PlacedLayer,
  input: Float32Array,
  slots: readonly WeightSlot[],
  weights: Float32Array,
  position: Position,
  added: Float32Array | null = null,
): Explanation | null {
  const find = (role: WeightRole): Float32Array | null => {
    const slot = slots.find((candidate) => candidate.layer === layer.name && candidate.role === role);
    return slot ? viewSlot(weights, slot) : null;
  };
  const [height, width, channels] = (inputShape.length === 3 ? inputShape : [1, 1, ...inputShape]) as ShapeOfMap;
  const readTerm = (x: number, y: number, channel: number, weight: number, values = input): Term => {
    const isInside = x >= 0 && y >= 0 && x < width && y < height;
    return { x, y, channel, value: isInside ? (values[(y * width + x) * channels + channel] as number) : 0, weight };
  };
  const readOwn = (weight: number, values = input) =>
    readTerm(position.x, position.y, position.channel, weight, values);
  switch (layer.type) {
    case 'conv':
    case 'depthwise-conv': {
      const kernel = find('kernel') as Float32Array;
      const { kernelSize: size, stride = 1 } = layer;
      const [[top], [left]] = [computePadding(height, layer), computePadding(width, layer)];
      const seen = layer.type === 'conv' ? Array.from({ length: channels }, (_, c) => c) : [position.channel];
      const outputs = layer.type === 'conv' ? layer.filters : 1;
      const filter = layer.type === 'conv' ? position.channel : 0;
      const terms = cellsOf(size).flatMap(([row, column]) =>
        seen.map((channel) => {
          const weight = kernel[((row * size + column) * channels + channel) * outputs + filter] as number;
          return readTerm(position.x * stride - left + column, position.y * stride - top + row, channel, weight);
        }),
      );
      return sumUp(terms, find('bias')?.[position.channel] ?? null);
    }
    case 'max-pool':
    case 'average-pool': {
      const { size } = layer;
      const weight = layer.type === 'max-pool' ? 1 : 1 / (size * size);
      const terms = cellsOf(size).map(([row, column]) =>
        readTerm(position.x * size + column, position.y * size + row, position.channel, weight),
      );
      if (layer.type === 'average-pool') return sumUp(terms, null);
      return { terms, combine: 'maximum', bias: null, result: Math.max(...terms.map(({ value }) => value)) };
    }
    case 'global-average-pool': {
      const cells = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const);
      return sumUp(
        cells.map(([y, x]) => readTerm(x, y, position.channel, 1 / (height * width))),
        null,
      );
    }
    case 'dense': {
      const matrix = find('kernel') as Float32Array;
      const terms = Array.from(input, (value, i) => ({
        ...{ x: 0, y: 0, channel: i, value },
        weight: matrix[i * layer.units + position.channel] as number,
      }));
      return sumUp(terms, find('bias')?.[position.channel] ?? null);
    }
    case 'batch-norm': {
      const [gamma, beta, mean, variance] = (['gamma', 'beta', 'mean', 'variance'] as const).map(
        (role) => find(role)?.[position.channel] as number,
      ) as [number, number, number, number];
      const scale = gamma / Math.sqrt(variance + BATCH_NORM_EPSILON);
      return sumUp([readOwn(scale)], beta - mean * scale);
    }
    case 'add':
      if (!added) throw new RangeError(`what layer ${layer.name} adds is missing`);
      return sumUp([readOwn(1), readOwn(1, added)], null);
    case 'dropout':
      return sumUp([readOwn(1)], null);
    case 'flatten': {
      const place = Math.floor(position.channel / channels);
      return sumUp([readTerm(place % width, Math.floor(place / width), position.channel % channels, 1)], null);
    }
    case 'activation':
      return null;
    default:
      return layer satisfies never;
  }
}

type ShapeOfMap = readonly [height: number, width: number, channels: number];

/** Row and column of each cell of a square. */
function cellsOf(size: number): (readonly [row: number, column: number])[] {
  return Array.from({ length: size * size }, (_, i) => [Math.floor(i / size), i % size] as const);
}

function sumUp(terms: readonly Term[], bias: number | null): Explanation {
  const result = terms.reduce((sum, { value, weight }) => sum + value * weight, bias ?? 0);
  return { terms, combine: 'sum', bias, result };
}
