import type { Convolution, MeanDense } from '../kernels/operations.ts';
import type { PlannedKernel } from '../kernels/plan-kernels.ts';
import * as field from './assembly/step-fields.ts';
import {
  chooseTiles,
  type ConvolutionShape,
  NO_PRODUCTS,
  planProducts,
  type Products,
  PANEL,
} from './plan-products.ts';
import type { MemoryPlan } from './memory-plan.ts';
import { packDepthwise, packFilters, packPanels, roundToPanels } from './pack-filters.ts';
import type { PlacedMap } from './place-maps.ts';

/** A kernel's numbers, by the names of `assembly/step-fields.ts`, and the products that it needs room for. */
export interface Step {
  readonly run: 'convolve' | 'multiplyMean' | 'slideMaxima';
  readonly numbers: ReadonlyMap<number, number>;
  readonly products: Products;
}

/** Where steps are placed, and how many rows their products' blocks have. */
export interface StepMemory {
  readonly rows: number;
  readonly memory: MemoryPlan;
}

/** Where kernels read and write. */
export interface StepContext extends StepMemory {
  readonly maps: readonly PlacedMap[];
  /** Of the network's output: address, and from one face to the next. */
  readonly output: number;
  readonly outputFace: number;
}

/** A convolution, stride 1, between maps that are placed. */
export interface PlacedConvolution {
  /** Of the map before pooling. */
  readonly shape: ConvolutionShape;
  readonly source: PlacedMap;
  readonly target: PlacedMap;
  /** The map that is added. */
  readonly other: PlacedMap | null;
  /** [3, 3, channels], filters that each channel goes through by itself first; then `shape.size` is 1. */
  readonly depthwise: Float32Array | null;
  /** [size, size, channels, filters] */
  readonly weights: Float32Array;
  /** [filters] */
  readonly bias: Float32Array;
  /** What values below zero are multiplied by, 0..1: 0 for ReLU, 1 for no activation. */
  readonly slope: number;
  /** Maxima of 2x2 pixels: a last row or column that has no second one is left out, or it counts (`rest`). */
  readonly pools: boolean | 'rest';
}

/** Vectors of four between the halves of Winograd's transforms. */
const SQUARE_BYTES = 72 * 16;

/**
 * Places a kernel's weights, packed, and says what it is to do.
 *
 * @param index which one it is: it gives map index + 1
 */
export function planStep(kernel: PlannedKernel, index: number, context: StepContext): Step {
  const { operation } = kernel;
  return operation.type === 'convolution'
    ? planConvolution(placeConvolution(operation, kernel, index, context), context)
    : planMeanDense(operation, kernel, context);
}

function placeConvolution(
  operation: Convolution,
  { reads, adds, weights: [weights, bias] }: PlannedKernel,
  index: number,
  { maps }: StepContext,
): PlacedConvolution {
  return {
    shape: operation,
    source: maps[reads] as PlacedMap,
    target: maps[index + 1] as PlacedMap,
    other: adds === null ? null : (maps[adds] as PlacedMap),
    depthwise: null,
    weights: weights.dataSync<'float32'>(),
    bias: bias.dataSync<'float32'>(),
    slope: operation.relu ? 0 : 1,
    pools: operation.pools,
  };
}

/** Places a convolution's weights, packed, and says what it is to do. */
export function planConvolution(convolution: PlacedConvolution, { rows, memory }: StepMemory): Step {
  const { shape, source, target, other, depthwise, weights, bias, slope, pools } = convolution;
  const { height, width, filters, size } = shape;
  const { side, winograd, positions } = chooseTiles(shape);
  const packed = packFilters(shape, weights, source.channels);
  const panels = roundToPanels(filters) / PANEL;
  const products = planProducts(positions, packed.depth, panels, rows);
  const margin = depthwise ? 1 : (size - 1) / 2;
  return {
    run: 'convolve',
    products,
    numbers: new Map([
      ...describeSource(source, margin),
      [field.FILTER_SIZE, size],
      [field.WINOGRAD, winograd ?? 0],
      [field.TILE_SIDE, side],
      [field.TILES_DOWN, Math.ceil(height / side)],
      [field.TILES_ACROSS, Math.ceil(width / side)],
      [field.TILES_AT_ONCE, products.tiles],
      [field.POSITIONS, positions],
      [field.DEPTH, packed.depth],
      [field.PANELS, panels],
      [field.WEIGHTS, memory.place(packed.panels)],
      [field.WEIGHTS_POSITION, winograd === null ? 0 : packed.panels.byteLength / positions],
      [field.BIAS, memory.place(packPanels(bias, filters, 1))],
      [field.OTHER, other?.origin ?? 0],
      [field.OTHER_FACE, other?.faceBytes ?? 0],
      [field.OTHER_ROW, other?.rowBytes ?? 0],
      [field.TARGET, target.origin],
      [field.TARGET_FACE, target.faceBytes],
      [field.TARGET_ROW, target.rowBytes],
      [field.TARGET_PIXEL, target.pixelBytes],
      [field.HEIGHT, height],
      [field.WIDTH, width],
      [field.SLOPE, bitsOfFloat(slope)],
      [field.POOLS, Number(pools !== false)],
      [field.POOLS_REST, Number(pools === 'rest')],
      [field.DEPTHWISE, depthwise ? memory.place(packDepthwise(depthwise, source.channels)) : 0],
    ]),
  };
}

function planMeanDense({ units }: MeanDense, { reads, weights }: PlannedKernel, context: StepContext): Step {
  const { maps, output, outputFace, rows, memory } = context;
  const source = maps[reads] as PlacedMap;
  const depth = source.channels;
  const panels = roundToPanels(units) / PANEL;
  const [matrix, bias] = weights.map((tensor) => tensor.dataSync<'float32'>()) as [Float32Array, Float32Array];
  return {
    run: 'multiplyMean',
    products: planProducts(1, depth, panels, rows),
    numbers: new Map([
      ...describeSource(source, 0),
      [field.HEIGHT, source.height],
      [field.WIDTH, source.width],
      [field.DEPTH, depth],
      [field.PANELS, panels],
      [field.WEIGHTS, memory.place(packPanels(matrix, units, depth))],
      [field.BIAS, memory.place(packPanels(bias, units, 1))],
      [field.TARGET, output],
      [field.TARGET_FACE, outputFace],
    ]),
  };
}

/** Each pixel of a map becomes the maxima of the 2x2 pixels of which it is the first one. */
export function planSlidingMaxima(map: PlacedMap): Step {
  return {
    run: 'slideMaxima',
    products: NO_PRODUCTS,
    numbers: new Map([...describeSource(map, 0), [field.HEIGHT, map.height], [field.WIDTH, map.width]]),
  };
}

/**
 * Places what steps are to do. They share one room for their products, since one runs after the other.
 *
 * @returns the kernels in the order in which they are to be called, each with the address that it is told
 */
export function placeSteps(
  steps: readonly Step[],
  memory: MemoryPlan,
): { readonly run: Step['run']; readonly address: number }[] {
  const gathered = memory.reserve(Math.max(...steps.map(({ products }) => products.gatheredBytes)));
  const multiplied = memory.reserve(Math.max(...steps.map(({ products }) => products.productsBytes)));
  const square = memory.reserve(SQUARE_BYTES);
  return steps.map(({ run, numbers, products }) => {
    const all = new Int32Array(field.FIELDS);
    for (const [index, value] of numbers) all[index] = value;
    all[field.GATHERED] = gathered;
    all[field.GATHERED_POSITION] = products.gatheredPosition;
    all[field.PRODUCTS] = multiplied;
    all[field.PRODUCTS_POSITION] = products.productsPosition;
    all[field.SQUARE] = square;
    return { run, address: memory.place(all) };
  });
}

function bitsOfFloat(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0] as number;
}

function describeSource(source: PlacedMap, margin: number): [field: number, value: number][] {
  const { origin, faceBytes, rowBytes, pixelBytes, channels } = source;
  return [
    [field.SOURCE, origin - margin * (rowBytes + pixelBytes)],
    [field.SOURCE_FACE, faceBytes],
    [field.SOURCE_ROW, rowBytes],
    [field.SOURCE_PIXEL, pixelBytes],
    [field.CHANNELS, channels],
  ];
}
