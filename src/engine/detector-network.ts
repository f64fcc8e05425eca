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

const LEAK = { activation: 'leakyrelu', leakyreluAlpha: 0.1 } as const;

/**
 * face-api's TinyFaceDetector on its own weights, with bias and activation inside the convolutions: fewer kernels than
 * face-api calls, the same numbers but for rounding. The normalisation of its input is folded into the first
 * filter, which is exact because that convolution pads nothing.
 *
 * @param params stay in use; they are not freed
 * @returns runs the network on [n, size, size, 3] R, G, B 0..255, size a multiple of 32; gives [n, cells, cells, 25]
 */
export async function fuseDetector(params: DetectorParams): Promise<(pictures: Tensor4D) => Tensor4D> {
  const first = await foldNormalisation(params.conv0);
  const separable = [params.conv1, params.conv2, params.conv3, params.conv4, params.conv5];
  return (pictures) =>
    tidy(() => {
      let maps = convolve(pictures, first.filters, first.bias);
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
  return fused.conv2d({ x, filter, strides: 1, pad: 'valid', bias, ...LEAK });
}

/** (x - mean) / 255 before a convolution, as that convolution's own filters and bias. */
async function foldNormalisation({ filters, bias }: DenseParams): Promise<DenseParams> {
  const [values, shifts] = [await filters.data<'float32'>(), Float32Array.from(await bias.data<'float32'>())];
  const [, , channels, outputs] = filters.shape;
  const folded = values.map((value, i) => {
    const output = i % outputs;
    const mean = MEAN_RGB[Math.floor(i / outputs) % channels] as number;
    shifts[output] = (shifts[output] as number) - (value * mean) / 255;
    return value / 255;
  });
  return { filters: keep(tensor4d(folded, filters.shape)), bias: keep(tensor1d(shifts)) };
}
