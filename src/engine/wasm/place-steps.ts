import type { Convolution, MeanDense } from '../kernels/operations.ts';
import type { PlannedKernel } from '../kernels/plan-kernels.ts';
import * as field from './assembly/step-fields.ts';
import { chooseTiles } from './choose-tiles.ts';
import type { MemoryPlan } from './memory-plan.ts';
import { packFilters } from './pack-filters.ts';
import { packPanels, PANEL, roundToPanels } from './pack-panels.ts';
import type { PlacedMap } from './place-maps.ts';
import { planProducts, type Products } from './plan-products.ts';

/** A kernel's numbers, by the names of `assembly/step-fields.ts`, and the products that it needs room for. */
export interface Step {
  readonly run: 'convolve' | 'multiplyMean';
  readonly numbers: ReadonlyMap<number, number>;
  readonly products: Products;
}

/** Where kernels read and write, and how many rows their products' blocks have. */
export interface Surroundings {
  readonly maps: readonly PlacedMap[];
  /** Of the network's output: address, and from one face to the next. */
  readonly output: number;
  readonly outputFace: number;
  readonly rows: number;
  readonly memory: MemoryPlan;
}

/**
 * Places a kernel's weights, packed, and says what it is to do.
 *
 * @param index which one it is: it gives map index + 1
 */
export function planStep(kernel: PlannedKernel, index: number, surroundings: Surroundings): Step {
  const { operation } = kernel;
  return operation.type === 'convolution'
    ? planConvolution(operation, kernel, index, surroundings)
    : planMeanDense(operation, kernel, surroundings);
}

function planConvolution(
  operation: Convolution,
  kernel: PlannedKernel,
  index: number,
  surroundings: Surroundings,
): Step {
  const { maps, rows, memory } = surroundings;
  const { height, width, filters, size, relu, pools } = operation;
  const [weights, bias] = kernel.weights;
  const source = maps[kernel.reads] as PlacedMap;
  const target = maps[index + 1] as PlacedMap;
  const other = kernel.adds === null ? undefined : maps[kernel.adds];
  const { side, winograd, positions } = chooseTiles(operation);
  const packed = packFilters(operation, weights.dataSync<'float32'>(), source.channels);
  const panels = roundToPanels(filters) / PANEL;
  const products = planProducts(positions, packed.depth, panels, rows);
  const margin = (size - 1) / 2;
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
      [field.BIAS, memory.place(packPanels(bias.dataSync<'float32'>(), filters, 1))],
      [field.OTHER, other?.origin ?? 0],
      [field.OTHER_FACE, other?.faceBytes ?? 0],
      [field.OTHER_ROW, other?.rowBytes ?? 0],
      [field.TARGET, target.origin],
      [field.TARGET_FACE, target.faceBytes],
      [field.TARGET_ROW, target.rowBytes],
      [field.TARGET_PIXEL, target.pixelBytes],
      [field.HEIGHT, height],
      [field.WIDTH, width],
      [field.RELU, Number(relu)],
      [field.POOLS, Number(pools)],
    ]),
  };
}

function planMeanDense({ units }: MeanDense, { reads, weights }: PlannedKernel, surroundings: Surroundings): Step {
  const { maps, output, outputFace, rows, memory } = surroundings;
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
