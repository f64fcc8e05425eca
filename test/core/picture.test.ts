import { expect, test } from 'vitest';
import { thinOut, viewBgra, viewRgba } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';
import { sampleLuma } from '../../src/core/sample-luma.ts';
import { viewYuv } from '../../src/core/yuv-picture.ts';

/** Of two pixels in a column. */
const PLACE = { offset: 0, stride: 4 };

const whole = { x: 0, y: 0, side: 1 };

test('bytes in the order B, G, R, A are the same picture', () => {
  const [rgba, bgra] = [Uint8Array.of(200, 100, 50, 255), Uint8Array.of(50, 100, 200, 255)];
  const expected = cropToGray(viewRgba({ data: rgba, width: 1, height: 1 }), whole);
  expect(cropToGray(viewBgra({ data: bgra, width: 1, height: 1 }), whole)).toEqual(expected);
});

test('R, G, B and A may begin anywhere, with bytes between their rows', () => {
  // A column of two pixels, the second one of which is at byte 9.
  const data = Uint8Array.of(0, 10, 20, 30, 255, 0, 0, 0, 0, 40, 50, 60, 255);
  const image = { data, width: 1, height: 2, layout: [{ offset: 1, stride: 8 }] };
  const [red, green, blue] = viewRgba(image).planes;
  expect([red, green, blue].map(({ offset, rowStride }) => [data[offset], data[offset + rowStride]])).toEqual([
    [10, 40],
    [20, 50],
    [30, 60],
  ]);
  expect(viewBgra(image).planes[0].offset).toBe(blue.offset);
});

test.each([
  ['no height', { height: 0 }],
  ['half a column', { width: 0.5 }],
  ['a pixel whose last byte is missing', { data: new Uint8Array(7) }],
  ['no plane', { layout: [] }],
  ['two planes', { layout: [PLACE, PLACE] }],
  ['a plane that begins before its bytes', { layout: [{ ...PLACE, offset: -1 }] }],
  ['a plane that ends after its bytes', { layout: [{ ...PLACE, offset: 1 }] }],
  ['rows that reach into one another', { layout: [{ ...PLACE, stride: 3 }] }],
])('there is no picture in R, G, B and A with %s', (_, change) => {
  expect(() => viewRgba({ data: new Uint8Array(8), width: 1, height: 2, ...change })).toThrow(RangeError);
});

test('a picture is a view: what is written to its bytes later is seen', () => {
  const data = new Uint8ClampedArray(4);
  const picture = viewRgba({ data, width: 1, height: 1 });
  data.fill(77);
  expect(new Set(cropToGray(picture, whole))).toEqual(new Set([77]));
});

test('thinned out, it is read at every n-th pixel of the same coordinates', () => {
  const [width, height] = [10, 7];
  // R counts columns, G rows: a sample of one pixel tells where it was taken.
  const data = new Uint8Array(width * height * 4);
  for (let p = 0; p < width * height; p++) data.set([p % width, Math.floor(p / width), 0, 255], 4 * p);
  const thin = thinOut(viewRgba({ data, width, height }), 3);
  const [columns, rows] = [new Float64Array(16), new Float64Array(16)];
  const square = { x: 0, y: 0, side: 12 };
  sampleLuma({ ...thin, luma: [1, 0, 0] }, square, 4, columns);
  sampleLuma({ ...thin, luma: [0, 1, 0] }, square, 4, rows);
  expect([...columns.subarray(0, 4)]).toEqual([0, 3, 6, 9]);
  // Past the last row that is read, it repeats.
  expect([0, 4, 8, 12].map((i) => rows[i])).toEqual([0, 3, 6, 6]);
});

test('thinned out, chroma that stands for blocks of pixels stays with its luma', () => {
  const data = new Uint8Array(16 * 16 + 2 * 8 * 8).fill(128);
  const layout = [
    { offset: 0, stride: 16 },
    { offset: 256, stride: 8 },
    { offset: 320, stride: 8 },
  ];
  const picture = viewYuv({ data, width: 16, height: 16, format: 'I420', layout, matrix: 'bt709', fullRange: true });
  const [luma, chroma] = thinOut(picture, 2).planes;
  expect(luma).toMatchObject({ pixelStride: 2, rowStride: 32, blockWidth: 2, blockHeight: 2 });
  expect(chroma).toMatchObject({ pixelStride: 2, rowStride: 16, blockWidth: 4, blockHeight: 4 });
});
