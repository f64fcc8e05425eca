import type { RgbaImage } from '../../src/core/picture.ts';
import type { YuvFormat, YuvImage, YuvMatrix } from '../../src/core/yuv-picture.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** ITU-R BT.601 and BT.709: what red, green and blue weigh in luma. */
const LUMA_WEIGHTS: Readonly<Record<YuvMatrix, Colour>> = {
  smpte170m: [0.299, 0.587, 0.114],
  bt470bg: [0.299, 0.587, 0.114],
  bt709: [0.2126, 0.7152, 0.0722],
};

/** Bytes after each row of a plane that belong to no picture. */
const PADDING = 3;

/**
 * Encodes a picture as a video would be: luma of each pixel, chroma of the mean colour of each block. Rows are padded
 * and planes do not begin at 0, with bytes between that must not be read.
 */
export function encodeYuv(image: RgbaImage, format: YuvFormat, matrix: YuvMatrix, fullRange: boolean): YuvImage {
  const { width, height } = image;
  const blockWidth = format === 'I444' ? 1 : 2;
  const blockHeight = format === 'I420' || format === 'NV12' ? 2 : 1;
  const alternates = format === 'NV12';
  const [columns, rows] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)];
  const chromaStride = columns * (alternates ? 2 : 1) + PADDING;
  const y = { offset: 7, stride: width + PADDING };
  const u = { offset: y.offset + y.stride * height, stride: chromaStride };
  const v = { offset: u.offset + u.stride * rows, stride: chromaStride };
  const data = new Uint8Array(v.offset + (alternates ? 0 : v.stride * rows)).fill(255);

  const toBytes = (colour: Colour): Colour => {
    const weights = LUMA_WEIGHTS[matrix];
    const luma = weights.reduce((sum, weight, k) => sum + weight * (colour[k] as number), 0);
    const chromaOf = (channel: 0 | 2) => (colour[channel] - luma) / (2 * (1 - weights[channel]));
    return fullRange
      ? [luma, 128 + chromaOf(2), 128 + chromaOf(0)]
      : [16 + (luma * 219) / 255, 128 + (chromaOf(2) * 224) / 255, 128 + (chromaOf(0) * 224) / 255];
  };
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [luma] = toBytes(averageBlock(image, column, row, 1, 1));
      data[y.offset + row * y.stride + column] = Math.round(luma);
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const block = averageBlock(image, column * blockWidth, row * blockHeight, blockWidth, blockHeight);
      const [, chromaU, chromaV] = toBytes(block);
      const p = u.offset + row * u.stride + column * (alternates ? 2 : 1);
      data[p] = Math.round(chromaU);
      data[alternates ? p + 1 : v.offset + row * v.stride + column] = Math.round(chromaV);
    }
  }
  return { data, width, height, format, layout: alternates ? [y, u] : [y, u, v], matrix, fullRange };
}

/** The mean colour of the part of a block that lies on the picture. */
function averageBlock({ data, width, height }: RgbaImage, left: number, top: number, w: number, h: number): Colour {
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let y = top; y < Math.min(top + h, height); y++) {
    for (let x = left; x < Math.min(left + w, width); x++, count++) {
      sums.forEach((sum, k) => (sums[k] = sum + (data[(y * width + x) * 4 + k] as number)));
    }
  }
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}
