import { computeAxisWeights, computeCoverage, type AxisWeights } from '../../core/area-resize.ts';
import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture, Plane } from '../../core/picture.ts';
import { lieAlike } from '../../core/plane-sampler.ts';
import { chooseShift } from '../pixels/sample-square.ts';
import * as field from './assembly/sample-fields.ts';
import type { WasmKernels } from './load-kernels.ts';
import { MemoryPlan } from './memory-plan.ts';

/**
 * Draws a square region of a picture into a memory, see `createSampler`.
 *
 * @throws KernelsError 'no-memory'
 */
export type Sampler = (picture: Picture, square: SquareCrop) => void;

/** Where a region is drawn: [rows, columns, 4], R, G, B in 0..255 and a zero. */
export interface SamplerTarget {
  readonly address: number;
  readonly rowBytes: number;
}

/** Rows of the result that are drawn together, an even number: what they are made of is copied first. */
const BAND_ROWS = 16;

/**
 * Does what `sampleSquare` does by kernels, several times as fast.
 *
 * @param begin where free memory begins: all behind it is written over
 * @param size side of the result in pixels, a multiple of 8
 */
export function createSampler(kernels: WasmKernels, begin: number, target: SamplerTarget, size: number): Sampler {
  return (picture, square) => {
    const memory = new MemoryPlan(begin);
    const groups = groupPlanes(picture.planes).map((planes) => placeGroup(planes, picture, square, size, memory));
    const rowCoverage = computeCoverage(square.y, square.side, size, picture.height);
    const mix = placeMix(picture, square, size, target, rowCoverage, groups, memory);
    memory.writeTo(kernels.memory);
    const bytes = new Uint8Array(kernels.memory.buffer);
    for (let top = 0; top < size; top += BAND_ROWS) {
      const bottom = Math.min(size, top + BAND_ROWS);
      if (rowCoverage.subarray(top, bottom).some((coverage) => coverage > 0)) {
        for (const group of groups) sampleBand(kernels, group, bytes, top, bottom);
      }
      kernels.mixRows(mix, top, bottom);
    }
  };
}

/** Planes whose bytes alternate: they are copied together. */
interface PlacedGroup {
  readonly planes: readonly PlacedPlane[];
  /** Of the picture: where its first row begins, as far as the region touches it, and from there to the next. */
  readonly data: Uint8Array;
  readonly offset: number;
  readonly rowStride: number;
  /** What is copied of a row. */
  readonly rowBytes: number;
  readonly rows: AxisWeights;
  readonly shift: 0 | 1;
  /** Where the copy goes. */
  readonly address: number;
}

interface PlacedPlane {
  readonly plane: Plane;
  /** Where its numbers and its samples are. */
  readonly step: number;
  readonly sampled: number;
}

function groupPlanes(planes: readonly Plane[]): Plane[][] {
  const groups: [Plane, ...Plane[]][] = [];
  for (const plane of planes) {
    const group = groups.find(
      ([first]) => lieAlike([first, plane]) && Math.abs(plane.offset - first.offset) < plane.pixelStride,
    );
    if (group) group.push(plane);
    else groups.push([plane]);
  }
  return groups;
}

function placeGroup(
  planes: readonly Plane[],
  { width, height }: Picture,
  square: SquareCrop,
  size: number,
  memory: MemoryPlan,
): PlacedGroup {
  const { data, pixelStride, rowStride, blockWidth, blockHeight } = planes[0] as Plane;
  const shift = chooseShift(planes[0] as Plane, square, size);
  const samples = size >> shift;
  const weighAxis = (start: number, length: number, block: number) =>
    computeAxisWeights(start / block, square.side / block, samples, Math.ceil(length / block));
  const rows = weighAxis(square.y, height, blockHeight);
  const columns = weighAxis(square.x, width, blockWidth);
  const left = columns.first[0] as number;
  const touched = (columns.first[samples - 1] as number) + columns.taps - left;
  const offsets = planes.map(({ offset }) => offset);
  const offset = Math.min(...offsets);
  const rowBytes = (touched - 1) * pixelStride + Math.max(...offsets) - offset + 1;
  // The kernel reads four columns at a time.
  const address = memory.reserve(countBandRows(rows, samples, shift) * rowBytes + 4 * pixelStride);
  const shared: readonly [field: number, value: number][] = [
    [field.ROW_STRIDE, rowBytes],
    [field.PIXEL_STRIDE, pixelStride],
    [field.COLUMNS, touched],
    [field.ROW_FIRST, memory.place(rows.first)],
    [field.ROW_WEIGHTS, memory.place(Float32Array.from(rows.weights))],
    [field.ROW_TAPS, rows.taps],
    [field.COLUMN_FIRST, memory.place(columns.first.map((first) => (first - left) * Float32Array.BYTES_PER_ELEMENT))],
    [field.COLUMN_WEIGHTS, memory.place(packByFours(columns))],
    [field.COLUMN_TAPS, columns.taps],
    [field.SAMPLES, samples],
    [field.WIDE_ROW, memory.reserve((touched + 3) * Float32Array.BYTES_PER_ELEMENT)],
  ];
  const placed = planes.map((plane): PlacedPlane => {
    const sampled = memory.reserve((BAND_ROWS >> shift) * samples * Float32Array.BYTES_PER_ELEMENT);
    const numbers = new Int32Array(field.PLANE_FIELDS);
    for (const [index, value] of shared) numbers[index] = value;
    numbers[field.BYTES] = address + plane.offset - offset;
    numbers[field.LEVELS] = memory.place(Float32Array.from(plane.levels));
    numbers[field.SAMPLED] = sampled;
    return { plane, step: memory.place(numbers), sampled };
  });
  return { planes: placed, data, offset: offset + left * pixelStride, rowStride, rowBytes, rows, shift, address };
}

/** The most rows of a plane that a band of the result is made of. */
function countBandRows(rows: AxisWeights, samples: number, shift: 0 | 1): number {
  let most = 0;
  for (let top = 0; top < samples << shift; top += BAND_ROWS) {
    const [begin, end] = findBand(rows, shift, top, Math.min(samples << shift, top + BAND_ROWS));
    most = Math.max(most, end - begin);
  }
  return most;
}

/** The rows of a plane that rows `top` to `bottom` of the result are made of, and those of its samples. */
function findBand(
  { first, taps }: AxisWeights,
  shift: 0 | 1,
  top: number,
  bottom: number,
): [begin: number, end: number, firstSample: number, lastSample: number] {
  const [begin, end] = [top >> shift, ((bottom - 1) >> shift) + 1];
  return [first[begin] as number, (first[end - 1] as number) + taps, begin, end];
}

/** [samples / 4][taps][4] */
function packByFours({ first, weights, taps }: AxisWeights): Float32Array {
  const packed = new Float32Array(first.length * taps);
  let to = 0;
  for (let sample = 0; sample < first.length; sample += 4) {
    for (let tap = 0; tap < taps; tap++) {
      for (let i = 0; i < 4; i++) packed[to++] = weights[(sample + i) * taps + tap] as number;
    }
  }
  return packed;
}

function placeMix(
  picture: Picture,
  square: SquareCrop,
  size: number,
  target: SamplerTarget,
  rowCoverage: Float64Array,
  groups: readonly PlacedGroup[],
  memory: MemoryPlan,
): number {
  const columnCoverage = computeCoverage(square.x, square.side, size, picture.width);
  const numbers = new Int32Array(field.MIX_FIELDS);
  const floats = new Float32Array(numbers.buffer);
  numbers[field.SIZE] = size;
  picture.planes.forEach((plane, i) => {
    for (const { planes, shift } of groups) {
      const placed = planes.find((one) => one.plane === plane);
      if (!placed) continue;
      numbers[field.PLANE_SAMPLES + i] = placed.sampled;
      numbers[field.PLANE_SHIFT + i] = shift;
    }
  });
  floats.set([...picture.red, ...picture.green, ...picture.blue], field.WEIGHTS);
  numbers[field.ROW_COVERAGE] = memory.place(Float32Array.from(rowCoverage));
  numbers[field.COLUMN_COVERAGE] = memory.place(Float32Array.from(columnCoverage));
  numbers[field.TARGET] = target.address;
  numbers[field.TARGET_ROW] = target.rowBytes;
  return memory.place(numbers);
}

function sampleBand(kernels: WasmKernels, group: PlacedGroup, bytes: Uint8Array, top: number, bottom: number): void {
  const { planes, data, offset, rowStride, rowBytes, rows, shift, address } = group;
  const [begin, end, firstSample, lastSample] = findBand(rows, shift, top, bottom);
  for (let row = begin; row < end; row++) {
    const from = offset + row * rowStride;
    bytes.set(data.subarray(from, from + rowBytes), address + (row - begin) * rowBytes);
  }
  for (const { step } of planes) kernels.sampleRows(step, begin, firstSample, lastSample);
}
