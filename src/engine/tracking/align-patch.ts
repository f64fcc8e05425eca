import { DETECTION_OPTIONS } from '../detector/detection-options.ts';

const { coarseSteps, fineSteps, flatBelow, settledBelow, largestScale } = DETECTION_OPTIONS.following;

/** Samples along a side of the template, and of the patch in which it is sought, at the template's scale. */
export const { templateSize: TEMPLATE_SIZE, searchSize: SEARCH_SIZE } = DETECTION_OPTIONS.following;

/** How the template's square lies in a search patch; at rest it is the patch's middle. */
export interface Alignment {
  /** By how much its centre has moved, in sides of the template at rest. */
  readonly moveX: number;
  readonly moveY: number;
  /** Its side, relative to that at rest. */
  readonly scale: number;
  /** Zero-mean normalised cross-correlation of what lies there with the template, -1..1. */
  readonly correlation: number;
}

/** What a square of a picture looks like, ready to be found again. */
export interface PatchTemplate {
  /** Coarse first. */
  readonly levels: readonly TemplateLevel[];
}

/** The template at one resolution. */
interface TemplateLevel {
  readonly size: number;
  /** size x size lumas, of mean 0 and norm 1. */
  readonly values: Float64Array;
  /**
   * Three images: how the template changes as it moves along x, moves along y (in samples) and grows, without
   * what a change of light could do, too.
   */
  readonly steepest: readonly [Float64Array, Float64Array, Float64Array];
  /** 3 x 3, row by row: inverse of the products of the three. */
  readonly inverseHessian: Float64Array;
}

/** Position within a search patch, in its samples from its centre. */
interface Warp {
  x: number;
  y: number;
  scale: number;
}

/**
 * Takes the middle of a search patch as the template.
 *
 * @param patch `SEARCH_SIZE` x `SEARCH_SIZE` lumas
 * @returns null if there is nothing to hold on to: it is of one brightness, or changes along one direction only
 */
export function makeTemplate(patch: Float32Array): PatchTemplate | null {
  const coarse = makeLevel(halve(patch, SEARCH_SIZE), SEARCH_SIZE / 2);
  const fine = makeLevel(patch, SEARCH_SIZE);
  return coarse && fine ? { levels: [coarse, fine] } : null;
}

/**
 * Finds the template again in a patch around where it was: inverse compositional alignment of position and scale
 * (Baker and Matthews 2004), coarse to fine. Gain and offset of the light are normalised away at each step, and
 * projected out of the steepest descent images (Hager and Belhumeur 1998).
 *
 * @param patch `SEARCH_SIZE` x `SEARCH_SIZE` lumas around where the template was, at its scale
 */
export function alignPatch({ levels }: PatchTemplate, patch: Float32Array): Alignment {
  const [coarse, fine] = levels as [TemplateLevel, TemplateLevel];
  const warp: Warp = { x: 0, y: 0, scale: 1 };
  descend(coarse, halve(patch, SEARCH_SIZE), warp, coarseSteps);
  warp.x *= 2;
  warp.y *= 2;
  const correlation = descend(fine, patch, warp, fineSteps);
  return {
    moveX: warp.x / TEMPLATE_SIZE,
    moveY: warp.y / TEMPLATE_SIZE,
    scale: warp.scale,
    correlation,
  };
}

/** Moves the warp to where the template fits best; gives the correlation there. */
function descend(level: TemplateLevel, patch: Float32Array, warp: Warp, steps: number): number {
  const { size, values, steepest, inverseHessian: h } = level;
  const patchSize = (size / TEMPLATE_SIZE) * SEARCH_SIZE;
  const seen = new Float64Array(size * size);
  let left = steps;
  for (;;) {
    sampleWarped(patch, patchSize, warp, size, seen);
    if (!normaliseLight(seen)) return 0;
    let correlation = 0;
    for (let i = 0; i < seen.length; i++) correlation += (seen[i] as number) * (values[i] as number);
    if (left-- === 0) return correlation;
    const [b0, b1, b2] = steepest.map((image) => {
      let sum = 0;
      for (let i = 0; i < seen.length; i++) sum += (image[i] as number) * ((seen[i] as number) - (values[i] as number));
      return sum;
    }) as [number, number, number];
    const rowTimes = (row: number) =>
      (h[row] as number) * b0 + (h[row + 1] as number) * b1 + (h[row + 2] as number) * b2;
    const [dx, dy, growth] = [rowTimes(0), rowTimes(3), rowTimes(6)];
    // The template's step, inverted, comes before the warp.
    const scale = warp.scale / (1 + growth);
    const next = { x: warp.x - scale * dx, y: warp.y - scale * dy, scale };
    if (!isInside(next, size, patchSize)) return correlation;
    Object.assign(warp, next);
    if (Math.abs(dx) + Math.abs(dy) + Math.abs(growth) * size < settledBelow) left = 0;
  }
}

/** The template may not leave the patch it is sought in, nor change its size too much at once. */
function isInside({ x, y, scale }: Warp, size: number, patchSize: number): boolean {
  if (!(scale < largestScale && scale > 1 / largestScale)) return false;
  return Math.max(Math.abs(x), Math.abs(y)) + (scale * size) / 2 <= patchSize / 2;
}

/** Bilinear samples of a square within a patch. */
function sampleWarped(patch: Float32Array, patchSize: number, warp: Warp, size: number, target: Float64Array): void {
  const last = patchSize - 1;
  const toPatch = (from: number, index: number) => {
    const at = patchSize / 2 + from + warp.scale * (index + 0.5 - size / 2) - 0.5;
    return Math.min(Math.max(at, 0), last);
  };
  for (let row = 0; row < size; row++) {
    const y = toPatch(warp.y, row);
    const top = Math.min(Math.floor(y), last - 1);
    const down = y - top;
    for (let column = 0; column < size; column++) {
      const x = toPatch(warp.x, column);
      const left = Math.min(Math.floor(x), last - 1);
      const right = x - left;
      const p = top * patchSize + left;
      const upper = (patch[p] as number) * (1 - right) + (patch[p + 1] as number) * right;
      const lower = (patch[p + patchSize] as number) * (1 - right) + (patch[p + patchSize + 1] as number) * right;
      target[row * size + column] = upper * (1 - down) + lower * down;
    }
  }
}

function makeLevel(patch: Float32Array, patchSize: number): TemplateLevel | null {
  const size = (patchSize / SEARCH_SIZE) * TEMPLATE_SIZE;
  const margin = (patchSize - size) / 2;
  const at = (row: number, column: number) => patch[(row + margin) * patchSize + column + margin] as number;
  const values = new Float64Array(size * size);
  const alongX = new Float64Array(size * size);
  const alongY = new Float64Array(size * size);
  const growing = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const i = row * size + column;
      const slopeX = (at(row, column + 1) - at(row, column - 1)) / 2;
      const slopeY = (at(row + 1, column) - at(row - 1, column)) / 2;
      values[i] = at(row, column);
      alongX[i] = slopeX;
      alongY[i] = slopeY;
      growing[i] = slopeX * (column + 0.5 - size / 2) + slopeY * (row + 0.5 - size / 2);
    }
  }
  const norm = normaliseLight(values);
  if (!norm) return null;
  const steepest = [alongX, alongY, growing] as const;
  for (const image of steepest) projectOutLight(image, values, norm);
  const inverseHessian = invertProducts(steepest);
  return inverseHessian && { size, values, steepest, inverseHessian };
}

/**
 * Shifts values to mean 0 and scales them to norm 1.
 *
 * @returns the norm before that; 0 if they are all the same, and then they are left alone
 */
function normaliseLight(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  if (squares < flatBelow ** 2 * values.length) return 0;
  const norm = Math.sqrt(squares);
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) / norm;
  return norm;
}

/** The part of a steepest descent image, in units of the normalised template, that neither gain nor offset explain. */
function projectOutLight(image: Float64Array, template: Float64Array, norm: number): void {
  let sum = 0;
  let along = 0;
  for (let i = 0; i < image.length; i++) {
    sum += image[i] as number;
    along += (image[i] as number) * (template[i] as number);
  }
  const mean = sum / image.length;
  for (let i = 0; i < image.length; i++) {
    image[i] = ((image[i] as number) - mean - along * (template[i] as number)) / norm;
  }
}

/** Inverse of the symmetric 3 x 3 matrix of the images' products; null if they hardly differ. */
function invertProducts(images: readonly Float64Array[]): Float64Array | null {
  const dot = (i: number, j: number) => {
    let sum = 0;
    const [a, b] = [images[i] as Float64Array, images[j] as Float64Array];
    for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
    return sum;
  };
  const [xx, xy, xg, yy, yg, gg] = [dot(0, 0), dot(0, 1), dot(0, 2), dot(1, 1), dot(1, 2), dot(2, 2)];
  const [c0, c1, c2] = [yy * gg - yg * yg, xg * yg - xy * gg, xy * yg - xg * yy];
  const determinant = xx * c0 + xy * c1 + xg * c2;
  if (!(determinant > 1e-9 * xx * yy * gg)) return null;
  return Float64Array.from(
    [c0, c1, c2, c1, xx * gg - xg * xg, xy * xg - xx * yg, c2, xy * xg - xx * yg, xx * yy - xy * xy],
    (cofactor) => cofactor / determinant,
  );
}

/** Means of 2 x 2 samples. */
function halve(patch: Float32Array, size: number): Float32Array {
  const half = size / 2;
  const halved = new Float32Array(half * half);
  let i = 0;
  for (let top = 0; top < size * size; top += 2 * size) {
    for (let p = top; p < top + size; p += 2) {
      const sum =
        (patch[p] as number) + (patch[p + 1] as number) + (patch[p + size] as number) + (patch[p + size + 1] as number);
      halved[i++] = sum / 4;
    }
  }
  return halved;
}
