import {
  depthwiseConv2d,
  fused,
  keep,
  maxPool,
  tensor1d,
  tensor4d,
  tidy,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/** A convolution of all channels. */
interface DenseParams {
  readonly filters: Tensor4D;
  readonly bias: Tensor1D;
}

/** A convolution of each channel by itself, then one of 1x1 over all of them. */
interface SeparableParams {
  readonly depthwise_filter: Tensor4D;
  readonly pointwise_filter: Tensor4D;
  readonly bias: Tensor1D;
}

/** The weights of face-api's TinyFaceDetector, as it loads them. */
export interface DetectorParams {
  readonly conv0: DenseParams;
  readonly conv1: SeparableParams;
  readonly conv2: SeparableParams;
  readonly conv3: SeparableParams;
  readonly conv4: SeparableParams;
  readonly conv5: SeparableParams;
  readonly conv8: DenseParams;
}

/** Mean colour of the pictures that it was trained on: R, G, B. */
const MEAN_RGB = [117.001, 114.697, 97.404] as const;

/** Of its leaky ReLU: what values below zero are multiplied by. */
export const LEAK = 0.1;

/**
 * Folds the normalisation of the detector's input, (x - mean) / 255, into its first filters, which is exact because that
 * convolution pads nothing.
 *
 * @param params stay in use; they are not freed
 * @returns for pictures of R, G, B 0..255
 */
export async function foldNormalisation(params: DetectorParams): Promise<DetectorParams> {
  const { filters, bias } = params.conv0;
  const [values, shifts] = [await filters.data<'float32'>(), Float32Array.from(await bias.data<'float32'>())];
  const [, , channels, outputs] = filters.shape;
  const folded = values.map((value, i) => {
    const output = i % outputs;
    const mean = MEAN_RGB[Math.floor(i / outputs) % channels] as number;
    shifts[output] = (shifts[output] as number) - (value * mean) / 255;
    return value / 255;
  });
  return { ...params, conv0: { filters: keep(tensor4d(folded, filters.shape)), bias: keep(tensor1d(shifts)) } };
}

/** The separable convolutions, in their order. */
export function listSeparable({ conv1, conv2, conv3, conv4, conv5 }: DetectorParams): readonly SeparableParams[] {
  return [conv1, conv2, conv3, conv4, conv5];
}

/**
 * face-api's TinyFaceDetector on its own weights, with bias and activation inside the convolutions: fewer kernels than
 * face-api calls, the same numbers but for rounding.
 *
 * @param params with the normalisation folded
 * @param pictures [n, size, size, 3] R, G, B 0..255, size a multiple of 32
 * @returns [n, cells, cells, 25]
 */
export function runDetector(params: DetectorParams, pictures: Tensor4D): Tensor4D {
  return tidy(() => {
    let maps = convolve(pictures, params.conv0.filters, params.conv0.bias);
    const separable = listSeparable(params);
    separable.forEach(({ depthwise_filter, pointwise_filter, bias }, i) => {
      // The last of the five poolings moves by one pixel: it shrinks nothing.
      const pooled = maxPool(maps, 2, 2, 'same');
      maps = convolve(depthwiseConv2d(pooled, depthwise_filter, 1, 'same'), pointwise_filter, bias);
      if (i === separable.length - 1) maps = maxPool(maps, 2, 1, 'same');
    });
    const { filters, bias } = params.conv8;
    return fused.conv2d({ x: maps, filter: filters, strides: 1, pad: 'valid', bias });
  });
}

function convolve(x: Tensor4D, filter: Tensor4D, bias: Tensor1D): Tensor4D {
  const leaky = { activation: 'leakyrelu', leakyreluAlpha: LEAK } as const;
  return fused.conv2d({ x, filter, strides: 1, pad: 'valid', bias, ...leaky });
}
