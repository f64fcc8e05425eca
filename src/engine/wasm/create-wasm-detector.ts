import type { WasmPass } from './create-wasm-pass.ts';
import type { WasmKernels } from './load-kernels.ts';
import { MemoryPlan } from './memory-plan.ts';
import { roundToPanels } from './pack-panels.ts';
import { placeMap } from './place-maps.ts';
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

const { BYTES_PER_ELEMENT } = Float32Array;

/** What the first layer reads: the map that it gives, and one pixel around it. */
const FIRST = { channels: 3, size: 3, margin: 1 } as const;

/** Separable convolutions, and products of patches, are computed in tiles of 2x2 pixels. */
const TILE_SIDE = 2;

/**
 * Places a detector for pictures of one size in the memory of the kernels, which are its own from then on. Pictures go
 * through it one by one: each has pixels enough.
 *
 * @param inputSize side of the pictures, a multiple of 32
 * @returns from [n, inputSize, inputSize, 3] to [n, cells, cells, filters of the last layer]
 * @throws RangeError if there is not enough memory
 */
export function createWasmDetector(weights: DetectorWeights, inputSize: number, kernels: WasmKernels): WasmPass {
  const memory = new MemoryPlan();
  const room = { rows: kernels.ROWS.value, memory };
  const { input, output, convolutions } = placeNetwork(weights, inputSize, memory);
  const planned = convolutions.flatMap((convolution, i): Step[] => {
    const step = planConvolution(convolution, room);
    return i === convolutions.length - 2 ? [step, planSlidingMaxima(convolution.target)] : [step];
  });
  const steps = placeSteps(planned, memory);
  memory.writeTo(kernels.memory);

  const floats = new Float32Array(kernels.memory.buffer);
  const [picture, cells] = [inputSize * inputSize * FIRST.channels, output.height * output.width];
  const begin = (input.origin - input.rowBytes - input.pixelBytes) / BYTES_PER_ELEMENT;
  const valuesACell = weights.last.bias.length;
  return (values, batchSize) => {
    const outputs = new Float32Array(batchSize * cells * valuesACell);
    for (let index = 0; index < batchSize; index++) {
      floats.set(values.subarray(index * picture, (index + 1) * picture), begin);
      for (const { run, address } of steps) kernels[run](address, 1);
      for (let cell = 0; cell < cells; cell++) {
        const from = output.origin / BYTES_PER_ELEMENT + cell * output.channels;
        outputs.set(floats.subarray(from, from + valuesACell), (index * cells + cell) * valuesACell);
      }
    }
    return outputs;
  };
}

/** A layer, and how far past its map's edges the next one reads, in pixels; null where nothing reads it. */
interface Layer extends Pick<PlacedConvolution, 'depthwise' | 'weights' | 'bias' | 'slope' | 'pools'> {
  readonly margin: number | null;
}

/** @returns the input, which pictures fill together with its margin, and the convolutions; of the last one's map, cell lies behind cell */
function placeNetwork(weights: DetectorWeights, inputSize: number, memory: MemoryPlan) {
  const place = (side: number, channels: number, margin: number | null) =>
    placeMap({ height: side, width: side, channels }, margin === null ? [] : [{ margin, side: TILE_SIDE }], 1, memory);
  let side = inputSize - 2 * FIRST.margin;
  const input = place(side, FIRST.channels, FIRST.margin);
  let source = input;
  const convolutions = listLayers(weights).map(({ margin, ...layer }): PlacedConvolution => {
    const { channels } = source;
    const filters = layer.bias.length;
    const size = Math.sqrt(layer.weights.length / channels / filters);
    const shape = { height: side, width: side, channels, filters, size };
    if (layer.pools) side = Math.ceil(side / 2);
    const target = place(side, roundToPanels(filters), margin);
    const convolution = { ...layer, shape, source, target, other: null };
    source = target;
    return convolution;
  });
  return { input, output: source, convolutions };
}

function listLayers({ first, separable, last, slope }: DetectorWeights): Layer[] {
  return [
    { depthwise: null, weights: first.filters, bias: first.bias, slope, pools: 'rest', margin: 1 },
    ...separable.map(({ depthwise, pointwise, bias }, i): Layer => {
      const isLast = i === separable.length - 1;
      return { depthwise, weights: pointwise, bias, slope, pools: isLast ? false : 'rest', margin: isLast ? 0 : 1 };
    }),
    { depthwise: null, weights: last.filters, bias: last.bias, slope: 1, pools: false, margin: null },
  ];
}
