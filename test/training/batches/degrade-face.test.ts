import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../src/core/preprocess.ts';
import { blurFace, compressFace } from '../../../training/batches/degrade-face.ts';
import { createRandom } from '../../../src/core/random.ts';

const RAW = { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 } as const;

/** Waves, edges and noise: something for every frequency. */
const random = createRandom(5);
const FACE = Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => {
  const [x, y] = [i % INPUT_SIZE, Math.floor(i / INPUT_SIZE)];
  return 120 + 50 * Math.sin(x / 5) + 30 * Math.cos(y / 4 + x / 9) + (x > 30 ? 30 : 0) + 20 * random.next() - 10;
});

function measureMeanGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a, (value, i) => Math.abs(value - (b[i] as number))).reduce((sum, gap) => sum + gap, 0) / a.length;
}

describe('compressFace', () => {
  it.each([15, 30, 60, 85])('loses what an image library loses at quality %i', async (quality) => {
    const jpeg = await sharp(FACE, { raw: RAW }).jpeg({ quality }).toBuffer();
    const expected = await sharp(jpeg).toColourspace('b-w').raw().toBuffer();
    const face = Float32Array.from(FACE);
    compressFace(face, quality);
    expect(measureMeanGap(face, expected)).toBeLessThan(0.5);
    expect(measureMeanGap(FACE, expected)).toBeGreaterThan(2); // else there were little to lose
  });

  it('stays within gray levels', () => {
    const face = Float32Array.from({ length: INPUT_PIXELS }, (_, i) => (i % 3 === 0 ? 255 : 0));
    compressFace(face, 20);
    expect(Math.min(...face)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...face)).toBeLessThanOrEqual(255);
  });
});

describe('blurFace', () => {
  it.each([0.6, 1.2])('blurs as an image library does, sigma %f', async (sigma) => {
    const expected = await sharp(FACE, { raw: RAW }).blur(sigma).toColourspace('b-w').raw().toBuffer();
    const face = Float32Array.from(FACE);
    blurFace(face, sigma);
    expect(measureMeanGap(face, expected)).toBeLessThan(0.7);
    expect(measureMeanGap(FACE, expected)).toBeGreaterThan(2);
  });

  it('leaves an even face as it is, to its edges', () => {
    const face = new Float32Array(INPUT_PIXELS).fill(77);
    blurFace(face, 1.5);
    face.forEach((gray) => expect(gray).toBeCloseTo(77, 3));
  });

  it('spreads one bright pixel by a Gaussian of that deviation', () => {
    const face = new Float32Array(INPUT_PIXELS);
    face[24 * INPUT_SIZE + 24] = 1000;
    blurFace(face, 1);
    expect((face[24 * INPUT_SIZE + 25] as number) / (face[24 * INPUT_SIZE + 24] as number)).toBeCloseTo(
      Math.exp(-0.5),
      4,
    );
  });
});
