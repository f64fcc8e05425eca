import { INPUT_SIZE } from '../../src/core/preprocess.ts';

/** How a face is mirrored, stretched, turned and moved. */
export interface Warp {
  readonly mirror: boolean;
  /** About the centre, in degrees. */
  readonly rotation: number;
  /** 1: as it was; 1.15: larger. */
  readonly scale: number;
  /** Width over height, relative to before; the area stays. */
  readonly aspect: number;
  /** How far right and down from the centre the new centre lies in the old picture, in pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Leaves a face as it is. */
export const NO_WARP: Warp = { mirror: false, rotation: 0, scale: 1, aspect: 1, shiftX: 0, shiftY: 0 };

const CENTRE = (INPUT_SIZE - 1) / 2;

/**
 * Draws a face anew: bilinear, and outside the picture its edge pixels repeat.
 *
 * @param face 48x48 gray bytes
 * @param result takes 48x48 gray values 0..255
 */
export function warpFace(face: Uint8Array, result: Float32Array, warp: Warp): void {
  const mirror = warp.mirror ? -1 : 1;
  const angle = (warp.rotation * Math.PI) / 180;
  const stretch = Math.sqrt(warp.aspect);
  // Where the target's pixels come from: columns of the inverse of mirroring, then stretching, then turning.
  const alongX = mirror / (warp.scale * stretch);
  const alongY = stretch / warp.scale;
  const [xx, xy] = [Math.cos(angle) * alongX, -Math.sin(angle) * alongY];
  const [yx, yy] = [Math.sin(angle) * alongX, Math.cos(angle) * alongY];
  for (let y = 0; y < INPUT_SIZE; y++) {
    for (let x = 0; x < INPUT_SIZE; x++) {
      const sourceX = CENTRE + warp.shiftX + xx * (x - CENTRE) + xy * (y - CENTRE);
      const sourceY = CENTRE + warp.shiftY + yx * (x - CENTRE) + yy * (y - CENTRE);
      result[y * INPUT_SIZE + x] = sampleBilinear(face, sourceX, sourceY);
    }
  }
}

function sampleBilinear(face: Uint8Array, x: number, y: number): number {
  const edge = INPUT_SIZE - 1;
  const insideX = x < 0 ? 0 : x > edge ? edge : x;
  const insideY = y < 0 ? 0 : y > edge ? edge : y;
  // The last pixel has no right or lower neighbour: it is the far end of the last pair.
  const left = Math.min(Math.floor(insideX), edge - 1);
  const top = Math.min(Math.floor(insideY), edge - 1);
  const towardsRight = insideX - left;
  const p = top * INPUT_SIZE + left;
  const upper = mix(face[p] as number, face[p + 1] as number, towardsRight);
  const lower = mix(face[p + INPUT_SIZE] as number, face[p + INPUT_SIZE + 1] as number, towardsRight);
  return mix(upper, lower, insideY - top);
}

function mix(from: number, to: number, share: number): number {
  return from * (1 - share) + to * share;
}
