import type { SquareCrop } from '../core/face-crop.ts';
import { viewRgba, type Picture } from '../core/picture.ts';
import { cropToGray } from '../core/preprocess.ts';

/** What `hashPreprocessing` gives everywhere. It changes only when the preprocessing does: then all models must, too. */
export const GOLDEN_HASH = '57ee0339';

/** Crops that between them reduce, enlarge, copy, cut between pixels and reach past the edges of a picture. */
const CASES: readonly { readonly width: number; readonly height: number; readonly crop: SquareCrop }[] = [
  { width: 640, height: 480, crop: { x: 120.25, y: 60.75, side: 311.3 } },
  { width: 1000, height: 700, crop: { x: -83.1, y: -120.6, side: 941.9 } },
  { width: 48, height: 48, crop: { x: 0, y: 0, side: 48 } },
  { width: 31, height: 20, crop: { x: 3.4, y: -1.2, side: 25.7 } },
  { width: 5, height: 3, crop: { x: -40, y: -40, side: 90 } },
];

/**
 * Runs the preprocessing on pictures made by code, and hashes the bytes that come out. Training in Node and the page
 * in any browser must get the same bytes for the same pixels; this shows whether they do.
 *
 * @returns eight hexadecimal digits (FNV-1a: no defence against forgery, but there on insecure pages too)
 */
export function hashPreprocessing(): string {
  let hash = 0x811c9dc5;
  CASES.forEach(({ width, height, crop }, index) => {
    for (const byte of cropToGray(drawKnownPicture(width, height, index + 1), crop)) {
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
  });
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Noise over slopes, by integer arithmetic only: the same everywhere. */
function drawKnownPicture(width: number, height: number, seed: number): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    // A linear congruential generator (Numerical Recipes); its high bits are the random ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const pixel = i >> 2;
    const slope = ((pixel % width) + 2 * Math.floor(pixel / width) + 85 * (i % 4)) & 0xff;
    data[i] = (slope + (state >>> 24)) >> 1;
  }
  return viewRgba({ data, width, height });
}
