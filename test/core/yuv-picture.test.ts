import { describe, expect, it } from 'vitest';
import type { SquareCrop } from '../../src/core/face-crop.ts';
import { viewRgba } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';
import { viewYuv, type YuvFormat, type YuvImage, type YuvMatrix } from '../../src/core/yuv-picture.ts';
import { drawWaves } from './draw-waves.ts';
import { encodeYuv } from './encode-yuv.ts';

const FORMATS: readonly YuvFormat[] = ['I420', 'NV12', 'I422', 'I444'];
const MATRICES: readonly YuvMatrix[] = ['smpte170m', 'bt470bg', 'bt709'];

/** Reduced, enlarged, between pixels, past the edges. */
const CROPS: readonly SquareCrop[] = [
  { x: 0, y: 0, side: 95 },
  { x: 31.3, y: 20.7, side: 21.4 },
  { x: -30, y: 40.5, side: 77 },
];

/** A uniform picture of 2x2 pixels. */
const uniform = (y: number, u: number, v: number, matrix: YuvMatrix, fullRange: boolean): YuvImage => ({
  data: Uint8Array.of(y, y, y, y, u, v),
  width: 2,
  height: 2,
  format: 'I420',
  layout: [
    { offset: 0, stride: 2 },
    { offset: 4, stride: 1 },
    { offset: 5, stride: 1 },
  ],
  matrix,
  fullRange,
});

const grayOf = (image: YuvImage) => cropToGray(viewYuv(image), { x: 0, y: 0, side: 2 })[0];

describe('viewYuv', () => {
  describe.each(FORMATS)('%s', (format) => {
    it.each(MATRICES.flatMap((matrix) => [true, false].map((fullRange) => [matrix, fullRange] as const)))(
      '%s, full range %s, gives the crops of the same picture in RGBA',
      (matrix, fullRange) => {
        const image = drawWaves(95, 71);
        const picture = viewYuv(encodeYuv(image, format, matrix, fullRange));
        for (const crop of CROPS) {
          const expected = cropToGray(viewRgba(image), crop);
          const actual = cropToGray(picture, crop);
          // Rounding to bytes costs half a level of luma, and in the limited range of Rec. 709 some of chroma's, too.
          expect(Math.max(...actual.map((gray, i) => Math.abs(gray - (expected[i] as number))))).toBeLessThanOrEqual(2);
        }
      },
    );
  });

  it('knows black, white and gray of both ranges', () => {
    for (const matrix of MATRICES) {
      expect([16, 126, 235].map((y) => grayOf(uniform(y, 128, 128, matrix, false)))).toEqual([0, 128, 255]);
      expect([0, 128, 255].map((y) => grayOf(uniform(y, 128, 128, matrix, true)))).toEqual([0, 128, 255]);
    }
  });

  it('takes luma outside the limited range for black and white', () => {
    expect([0, 15, 236, 255].map((y) => grayOf(uniform(y, 128, 128, 'smpte170m', false)))).toEqual([0, 0, 255, 255]);
  });

  it('clamps colours that no screen has', () => {
    // The chroma of Rec. 709 counts in the luma of Rec. 601.
    expect(grayOf(uniform(255, 0, 255, 'bt709', true))).toBe(255);
    expect(grayOf(uniform(0, 255, 0, 'bt709', true))).toBe(0);
  });

  it('needs no chroma for the luma of Rec. 601', () => {
    expect(viewYuv(uniform(90, 30, 200, 'smpte170m', true)).luma).toEqual([1, 0, 0]);
    expect(viewYuv(uniform(90, 30, 200, 'bt709', true)).luma[2]).not.toBe(0);
  });

  it.each<[string, Partial<YuvImage>]>([
    ['no width', { width: 0 }],
    ['a size that is not a number', { height: NaN }],
    ['half a column', { width: 1.5 }],
    ['too few bytes', { data: new Uint8Array(5) }],
  ])('refuses a picture with %s', (_, change) => {
    expect(() => viewYuv({ ...uniform(1, 2, 3, 'bt709', true), ...change })).toThrow(RangeError);
  });

  describe.each(FORMATS)('%s', (format) => {
    const image = encodeYuv(drawWaves(9, 7), format, 'bt709', true);
    const { layout } = image;

    it('has exactly its planes', () => {
      expect(() => viewYuv(image)).not.toThrow();
      for (const planes of [[], layout.slice(0, 1), layout.slice(0, -1), [...layout, ...layout.slice(-1)]]) {
        expect(() => viewYuv({ ...image, layout: planes }), `${planes.length} planes`).toThrow(RangeError);
      }
    });

    it.each<[string, (place: YuvImage['layout'][number]) => Partial<YuvImage['layout'][number]>]>([
      ['begins before the bytes', () => ({ offset: -1 })],
      ['begins between two bytes', ({ offset }) => ({ offset: offset + 0.5 })],
      ['ends after the bytes', () => ({ offset: image.data.length - 1 })],
      ['has rows that reach into one another', () => ({ stride: 4 })],
      ['has its rows the other way up', ({ offset, stride }) => ({ offset: offset + 6 * stride, stride: -stride })],
      ['does not say how far apart its rows are', () => ({ stride: NaN })],
    ])('has no plane that %s', (_, move) => {
      layout.forEach((place, i) => {
        const moved = layout.with(i, { ...place, ...move(place) });
        expect(() => viewYuv({ ...image, layout: moved }), `plane ${i}`).toThrow(RangeError);
      });
    });
  });
});
