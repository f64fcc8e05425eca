import type { RgbaImage } from '../../src/core/picture.ts';

/** A picture of soft waves in many colours, none of them at the edge of what a screen shows. */
export function drawWaves(width: number, height: number): RgbaImage {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = (phase: number) => 128 + 60 * Math.sin(x / 37 + phase) + 50 * Math.cos(y / 31 - 2 * phase);
      data.set([wave(0), wave(1.5), wave(4), 255], (y * width + x) * 4);
    }
  }
  return { data, width, height };
}
