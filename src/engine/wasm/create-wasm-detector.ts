import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture } from '../../core/picture.ts';
import { chooseTiles } from './plan-products.ts';
import { createSampler } from './create-sampler.ts';
import type { WasmKernels } from './load-kernels.ts';
import { MemoryPlan } from './memory-plan.ts';
import { padRows, roundToPanels } from './pack-filters.ts';
import { placeMap, type MapReader } from './place-maps.ts';
import { placeSteps, planConvolution, planSlidingMaxima, type PlacedConvolution, type Step } from './place-steps.ts';

/** A convolution of all channels. */
export interface DenseWeights {
  /** [size, size, channels, filters] */
  readonly filters: Float32Array;
  /** [filters] */
  readonly bias: Float32Array;
}

/** A 3x3 convolution of each channel by itself, then one of 1x1 over all of them. */
export interface SeparableWeights {
  /** [3, 3, channels] */
  readonly depthwise: Float32Array;
  /** [channels, filters] */
  readonly pointwise: Float32Array;
  /** [filters] */
  readonly bias: Float32Array;
}

/**
 * A network of the face detector's kind: 3x3 filters without padding, then separable convolutions with padding, each behind
 * maxima of 2x2 pixels, and maxima again, that shrink nothing; at the end 1x1 filters. All but the last ones are followed
 * by a leaky ReLU.
 */
export interface DetectorWeights {
  /** Of 3x3 filters on three channels. */
  readonly first: DenseWeights;
  /** At least one; channels and filters in eights. */
  readonly separable: readonly SeparableWeights[];
  /** Of 1x1 filters. */
  readonly last: DenseWeights;
  /** Of the leaky ReLU. */
  readonly slope: number;
}

/**
 * Runs the detector on a region of a picture, which becomes black where it reaches past the edges.
 *
 * @returns [cells, cells, filters of the last layer]
 * @throws KernelsError 'no-memory'
 */
export type WasmDetector = (picture: Picture, square: SquareCrop) => Float32Array<ArrayBuffer>;

const { BYTES_PER_ELEMENT } = Float32Array;

/** A region is drawn as R, G, B and a zero: in fours, channels can go through Winograd's algorithm. */
const DRAWN_CHANNELS = 4;

/** Separable convolutions, and products of patches, are computed in tiles of 2x2 pixels. */
const TILE_SIDE = 2;

/**
 * Places a detector for regions at one size in the memory of the kernels, which are its own from then on.
 *
 * @param inputSize side in pixels to which regions are scaled, a multiple of 32
 * @throws KernelsError 'no-memory'
 */
export function createWasmDetector(weights: DetectorWeights, inputSize: number, kernels: WasmKernels): WasmDetector {
  const memory = new MemoryPlan();
  const stepMemory = { rows: kernels.ROWS.value, memory };
  const { input, output, convolutions } = placeNetwork(weights, inputSize, memory);
  const planned = convolutions.flatMap((convolution, i): Step[] => {
    const step = planConvolution(convolution, stepMemory);
    return i === convolutions.length - 2 ? [step, planSlidingMaxima(convolution.target)] : [step];
  });
  const steps = placeSteps(planned, memory);
  memory.writeTo(kernels.memory);
  // The first filters pad nothing: the margin around what they compute is drawn as well.
  const drawn = { address: input.origin - input.rowBytes - input.pixelBytes, rowBytes: input.rowBytes };
  const draw = createSampler(kernels, memory.end, drawn, inputSize);
  const cells = output.height * output.width;
  const valuesACell = weights.last.bias.length;
  return (picture, square) => {
    draw(picture, square);
    for (const { run, address } of steps) kernels[run](address, 1);
    const floats = new Float32Array(kernels.memory.buffer);
    const outputs = new Float32Array(cells * valuesACell);
    for (let cell = 0; cell < cells; cell++) {
      const from = output.origin / BYTES_PER_ELEMENT + cell * output.channels;
      outputs.set(floats.subarray(from, from + valuesACell), cell * valuesACell);
    }
    return outputs;
  };
}

/** A layer, and how far past its map's edges the next one reads, in pixels; null where nothing reads it. */
interface Layer extends Pick<PlacedConvolution, 'depthwise' | 'weights' | 'bias' | 'slope' | 'pools'> {
  readonly margin: number | null;
}

/** @returns of the last convolution's map, cell lies behind cell */
function placeNetwork(weights: DetectorWeights, inputSize: number, memory: MemoryPlan) {
  const place = (side: number, channels: number, readers: readonly MapReader[]) =>
    placeMap({ height: side, width: side, channels }, readers, 1, memory);
  // Of what is drawn, the first layer computes all pixels that have neighbours on all sides.
  let side = inputSize - 2;
  const firstShape = { height: side, width: side, channels: DRAWN_CHANNELS, filters: 0, size: 3 };
  const input = place(side, DRAWN_CHANNELS, [{ margin: 1, side: chooseTiles(firstShape).side }]);
  let source = input;
  const convolutions = listLayers(weights).map(({ margin, ...layer }): PlacedConvolution => {
    const { channels } = source;
    const filters = layer.bias.length;
    const size = Math.sqrt(layer.weights.length / channels / filters);
    const shape = { height: side, width: side, channels, filters, size };
    if (layer.pools) side = Math.ceil(side / 2);
    const target = place(side, roundToPanels(filters), margin === null ? [] : [{ margin, side: TILE_SIDE }]);
    const convolution = { ...layer, shape, source, target, other: null };
    source = target;
    return convolution;
  });
  return { input, output: source, convolutions };
}

function listLayers({ first, separable, last, slope }: DetectorWeights): Layer[] {
  const filters = first.bias.length;
  const padded = padRows(first.filters, 3 * filters, DRAWN_CHANNELS * filters);
  return [
    { depthwise: null, weights: padded, bias: first.bias, slope, pools: 'rest', margin: 1 },
    ...separable.map(({ depthwise, pointwise, bias }, i): Layer => {
      const isLast = i === separable.length - 1;
      return { depthwise, weights: pointwise, bias, slope, pools: isLast ? false : 'rest', margin: isLast ? 0 : 1 };
    }),
    { depthwise: null, weights: last.filters, bias: last.bias, slope: 1, pools: false, margin: null },
  ];
}
