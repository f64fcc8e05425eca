import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';
import relaxedSimd from 'virtual:wasm-kernels/relaxed-simd';
import simd from 'virtual:wasm-kernels/simd';
import { viewBgra, viewRgba, type Picture } from '../../../src/core/picture.ts';
import { viewYuv } from '../../../src/core/yuv-picture.ts';
import { sampleSquare } from '../../../src/engine/pixels/sample-square.ts';
import { createSampler } from '../../../src/engine/wasm/create-sampler.ts';
import { compileKernels } from '../../../src/engine/wasm/load-kernels.ts';
import { MemoryPlan } from '../../../src/engine/wasm/memory-plan.ts';
import { drawWaves } from '../../core/draw-waves.ts';
import { encodeYuv } from '../../core/encode-yuv.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

const image = drawWaves(95, 71);

const pictures: [name: string, picture: Picture][] = [
  ['RGBA', viewRgba(image)],
  ['BGRA', viewBgra(image)],
  ...(['I420', 'NV12', 'I422', 'I444'] as const).flatMap((format) =>
    [true, false].map((fullRange): [string, Picture] => [
      `${format}, full range ${fullRange}`,
      viewYuv(encodeYuv(image, format, 'bt709', fullRange)),
    ]),
  ),
];

/** Reduced, alike, enlarged, past each edge, across all of them, and beside the picture. */
const squares = [
  { x: 0, y: 0, side: 95 },
  { x: 31.3, y: 7.9, side: 39.5 },
  { x: 50, y: 50, side: 9.75 },
  { x: -20, y: 30, side: 60 },
  { x: 70.5, y: -18.25, side: 55 },
  { x: -300, y: -200, side: 700 },
  { x: 200, y: 0, side: 40 },
];

describe.each([
  ['simd', simd],
  ['relaxed SIMD', relaxedSimd],
])('built with %s', (_, bytes) => {
  test.each(pictures)('draws what sampleSquare draws of %s, row by row', async (__, picture) => {
    const kernels = (await compileKernels(bytes))();
    for (const size of [8, 40, 64]) {
      const memory = new MemoryPlan();
      const rowBytes = (size + 3) * 16;
      const address = memory.reserve(size * rowBytes);
      const draw = createSampler(kernels, memory.end, { address, rowBytes }, size);
      for (const square of squares) {
        const expected = new Float32Array(size * size * 3);
        sampleSquare(picture, square, size, expected);
        draw(picture, square);
        const drawn = new Float32Array(kernels.memory.buffer, address);
        let worst = 0;
        expected.forEach((value, i) => {
          const [pixel, channel] = [Math.floor(i / 3), i % 3];
          const at = Math.floor(pixel / size) * (size + 3) * 4 + (pixel % size) * 4;
          worst = Math.max(worst, Math.abs(value - (drawn[at + channel] as number)), drawn[at + 3] as number);
        });
        expect(worst, `${JSON.stringify(square)} at ${size}`).toBeLessThan(1e-3);
      }
    }
  });
});
