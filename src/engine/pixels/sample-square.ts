import { computeCoverage } from '../../core/area-resize.ts';
import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture, Plane } from '../../core/picture.ts';
import { PlaneSampler } from '../../core/plane-sampler.ts';

/**
 * Draws a square region of a picture as the face detector wants it: averaging areas when it gets smaller, linear
 * interpolation when it gets larger. Where the region reaches past the picture's edges it is black, as in face-api's
 * own padding.
 *
 * @param square the region, in pixels of the picture
 * @param size side of the result in pixels, an even number
 * @param target where [size, size, 3] values go: R, G, B, 0..255
 * @throws RangeError if they do not fit
 */
export function sampleSquare(
  picture: Picture,
  square: SquareCrop,
  size: number,
  target: Float32Array,
  offset = 0,
): void {
  if (target.length < offset + size * size * 3) throw new RangeError('target is too small');
  const columnCoverage = computeCoverage(square.x, square.side, size, picture.width);
  const rowCoverage = computeCoverage(square.y, square.side, size, picture.height);
  const hasMargin = columnCoverage.some((coverage) => coverage < 1);
  const planes = picture.planes.map((plane) => openPlane(picture, plane, square, size));
  for (let y = 0; y < size; y++) {
    const begin = offset + y * size * 3;
    const row = target.subarray(begin, begin + size * 3);
    const coverage = rowCoverage[y] as number;
    if (coverage === 0) {
      row.fill(0);
      continue;
    }
    for (const plane of planes) readRow(plane, y);
    mixRow(picture, planes as [OpenPlane, OpenPlane, OpenPlane], row);
    if (coverage < 1 || hasMargin) fadeRow(row, coverage, columnCoverage);
  }
}

interface OpenPlane {
  readonly sampler: PlaneSampler;
  /** The samples of the row that was read last. */
  readonly row: Float64Array;
  rowIndex: number;
  /** 1 if each sample stands for 2 x 2 pixels of the result, 0 if for one. */
  readonly shift: 0 | 1;
}

/**
 * Chroma at half the picture's size is not blown up beyond it: what four pixels share is computed once.
 *
 * @param size side of the result in pixels
 * @returns 1 if a sample of the plane stands for 2 x 2 pixels of the result, 0 if for one
 */
export function chooseShift({ blockWidth, blockHeight }: Plane, { side }: SquareCrop, size: number): 0 | 1 {
  return blockWidth === 2 && blockHeight === 2 && side < 2 * size ? 1 : 0;
}

function openPlane(picture: Picture, plane: Plane, square: SquareCrop, size: number): OpenPlane {
  const shift = chooseShift(plane, square, size);
  const samples = size >> shift;
  const sampler = new PlaneSampler(picture, [{ plane, weight: 1 }], square, samples);
  return { sampler, row: new Float64Array(samples), rowIndex: -1, shift };
}

/** Reads the samples of row `y` of the result, unless the row above has read them. */
function readRow(plane: OpenPlane, y: number): void {
  const rowIndex = y >> plane.shift;
  if (rowIndex === plane.rowIndex) return;
  plane.sampler.readRow(rowIndex, plane.row);
  plane.rowIndex = rowIndex;
}

/** Makes R, G, B of a row of samples. */
function mixRow(
  { red, green, blue }: Picture,
  planes: readonly [OpenPlane, OpenPlane, OpenPlane],
  target: Float32Array,
): void {
  const [{ row: row1, shift: shift1 }, { row: row2, shift: shift2 }, { row: row3, shift: shift3 }] = planes;
  const [red1, red2, red3] = red;
  const [green1, green2, green3] = green;
  const [blue1, blue2, blue3] = blue;
  let out = 0;
  for (let x = 0; out < target.length; x++) {
    const a = row1[x >> shift1] as number;
    const b = row2[x >> shift2] as number;
    const c = row3[x >> shift3] as number;
    target[out++] = clampToByteRange(red1 * a + red2 * b + red3 * c);
    target[out++] = clampToByteRange(green1 * a + green2 * b + green3 * c);
    target[out++] = clampToByteRange(blue1 * a + blue2 * b + blue3 * c);
  }
}

/** Blends a row with the black around the picture. */
function fadeRow(row: Float32Array, rowCoverage: number, columnCoverage: Float64Array): void {
  for (let i = 0; i < row.length; i++) {
    row[i] = (row[i] as number) * rowCoverage * (columnCoverage[Math.floor(i / 3)] as number);
  }
}

/** Planes of luma and chroma can stand for colours that no screen has. */
function clampToByteRange(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
