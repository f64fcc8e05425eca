import { INPUT_PIXELS, INPUT_SIZE } from './preprocess.ts';

/**
 * A shape: how far a place lies outside of its edge, in pixels; negative inside. `u` and `v` are pixels to the right of and
 * below the origin.
 */
export type Shape = (u: number, v: number) => number;

/** A gray value, 0 black..255 white, at a place. */
export type Shade = (u: number, v: number) => number;

/**
 * 48x48 gray pixels on which shapes are laid over each other. Only sums, products, quotients and square roots, which every
 * engine of JavaScript rounds alike: the bytes are the same everywhere.
 */
export class ShadeCanvas {
  readonly #values = new Float64Array(INPUT_PIXELS);
  readonly #originX: number;
  readonly #originY: number;

  /**
   * @param ground what lies below all shapes
   * @param originX where `u` is 0, in pixels from the left edge
   * @param originY where `v` is 0, in pixels from the upper edge
   */
  constructor(ground: Shade, originX: number, originY: number) {
    this.#originX = originX;
    this.#originY = originY;
    this.#visit((index, u, v) => (this.#values[index] = ground(u, v)));
  }

  /**
   * Lays a shape over what is there.
   *
   * @param opacity 0 nothing..1 nothing shines through
   * @param softness over how many pixels its edge fades; 1: antialiased, no more
   */
  paint(shape: Shape, shade: number | Shade, opacity = 1, softness = 1): void {
    if (opacity <= 0) return;
    const shadeAt = typeof shade === 'number' ? () => shade : shade;
    this.#visit((index, u, v) => {
      const covered = opacity * Math.min(1, Math.max(0, 0.5 - shape(u, v) / softness));
      if (covered === 0) return;
      const below = this.#values[index] as number;
      this.#values[index] = below + covered * (shadeAt(u, v) - below);
    });
  }

  /** The pixels, row by row, 0 black..255 white. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#values, (value) => Math.round(Math.min(255, Math.max(0, value))));
  }

  #visit(look: (index: number, u: number, v: number) => void): void {
    for (let index = 0; index < INPUT_PIXELS; index++) {
      const column = index % INPUT_SIZE;
      const row = (index - column) / INPUT_SIZE;
      look(index, column + 0.5 - this.#originX, row + 0.5 - this.#originY);
    }
  }
}

/** An ellipse around a centre, by its two radii. */
export function makeEllipse(centreU: number, centreV: number, radiusU: number, radiusV: number): Shape {
  return (u, v) => {
    const [a, b] = [(u - centreU) / radiusU, (v - centreV) / radiusV];
    const reach = Math.sqrt(a * a + b * b);
    // Of the first order, exact for a circle: the level divided by its slope.
    const [slopeU, slopeV] = [a / radiusU, b / radiusV];
    const slope = Math.sqrt(slopeU * slopeU + slopeV * slopeV);
    return reach === 0 ? -Math.min(radiusU, radiusV) : ((reach - 1) * reach) / slope;
  };
}

/**
 * A stroke along a curve that is flat at its ends or not, straight pieces between the points.
 *
 * @param points at least two, [u, v] each
 * @param width in pixels
 */
export function makeStroke(points: readonly (readonly [number, number])[], width: number): Shape {
  return (u, v) => {
    let nearest = Infinity;
    for (let i = 1; i < points.length; i++) {
      const [fromU, fromV] = points[i - 1] as readonly [number, number];
      const [toU, toV] = points[i] as readonly [number, number];
      const [alongU, alongV] = [toU - fromU, toV - fromV];
      const length = alongU * alongU + alongV * alongV;
      const at = Math.min(1, Math.max(0, ((u - fromU) * alongU + (v - fromV) * alongV) / length));
      const [offU, offV] = [u - fromU - at * alongU, v - fromV - at * alongV];
      nearest = Math.min(nearest, offU * offU + offV * offV);
    }
    return Math.sqrt(nearest) - width / 2;
  };
}

/**
 * What lies between two curves over -1..1 and their common ends.
 *
 * @param centreU where the middle of the curves is
 * @param halfWidth from there to an end, in pixels
 * @param upper `v` of the upper curve, at -1 the left end..1 the right one
 * @param lower `v` of the lower curve
 */
export function makeBand(
  centreU: number,
  halfWidth: number,
  upper: (t: number) => number,
  lower: (t: number) => number,
): Shape {
  return (u, v) => {
    const t = Math.min(1, Math.max(-1, (u - centreU) / halfWidth));
    const beside = Math.abs(u - centreU) - halfWidth;
    // Where the band is thinner than a pixel, it covers a part of the pixel only.
    const [top, bottom] = [upper(t), lower(t)];
    const across = Math.max(top - v, v - bottom);
    const covered = Math.min(1, Math.max(0, Math.min(v + 0.5, bottom) - Math.max(v - 0.5, top)));
    const shown = bottom - top < 1 ? 0.5 - covered : across;
    return Math.max(shown, beside);
  };
}

/** A shape and its mirror image: what is drawn at the right is at the left as well. */
export function makePair(shape: Shape): Shape {
  return (u, v) => shape(Math.abs(u), v);
}
