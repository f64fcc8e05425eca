import * as tf from '@tensorflow/tfjs-core';
import { computeMaxPoolGradient } from './wasm-max-pool-gradient.ts';

/** The part of the wasm backend that kernels use. */
interface KernelBackend {
  disposeData(dataId: object): void;
}

type Kernel = (params: {
  inputs: Record<string, tf.TensorInfo> | tf.TensorInfo[];
  backend: unknown;
  attrs?: object;
}) => tf.TensorInfo;

/** Images that one filter-gradient convolution takes at a time: it needs memory in proportion. */
const CHUNK_SIZE = 32;

/**
 * Gives the tfjs wasm backend what it lacks to train a CNN: the gradient of a convolution with respect to its
 * filter (missing), the one with respect to its input (there, but ten times slower than a convolution), both of a
 * depthwise convolution (missing), that of max pooling (there, but wrong below 0), and a batch norm gradient that
 * broadcasts instead of tiling. Convolution gradients are written as convolutions, which the backend runs by XNNPACK, but
 * for a depthwise filter's, which is a sum of products. A stride spreads the output's gradient over the places of the
 * input (Dumoulin and Visin 2016): as a filter it is dilated, else filled up with zeros.
 *
 * @throws Error if the wasm backend is not registered
 */
export function registerGradientKernels(): void {
  const conv2D = findKernel('Conv2D');
  const transpose = findKernel('Transpose');
  const reverse = findKernel('Reverse');
  const slice = findKernel('Slice');
  const addN = findKernel('AddN');
  const depthwise = findKernel('DepthwiseConv2dNative');
  const multiply = findKernel('Multiply');
  const sum = findKernel('Sum');
  const concat = findKernel('Concat');
  const pad = findKernel('PadV2');

  // dL/dfilter[i, j, in, out] = sum over batch and positions of x * dy: a convolution of x with dy as its filter,
  // batch and channel axes swapped.
  const backpropFilter: Kernel = ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape } = attrs as { filterShape: Shape4D };
    const { padInfo, strides, dyExtent } = describeConvolution(x.shape as Shape4D, filterShape, attrs);
    const [height, width] = filterShape;
    const [, xHeight, xWidth] = x.shape as Shape4D;
    // More than the filter's size where the last pixels are no place of the filter.
    const rest = (length: number, before: number, extent: number, size: number) => size - 1 + extent - length - before;
    const bottom = rest(xHeight, padInfo.top, dyExtent[0], height);
    const right = rest(xWidth, padInfo.left, dyExtent[1], width);
    const padding = createAttrs(padInfo.top, Math.max(0, bottom), padInfo.left, Math.max(0, right), strides);
    const parts: tf.TensorInfo[] = [];
    for (let begin = 0; begin < (x.shape[0] as number); begin += CHUNK_SIZE) {
      const rows = Math.min(CHUNK_SIZE, (x.shape[0] as number) - begin);
      const take = (t: tf.TensorInfo) =>
        slice({
          inputs: { x: t },
          backend,
          attrs: { begin: [begin, 0, 0, 0], size: [rows, ...t.shape.slice(1)] },
        });
      const xPart = take(x);
      const dyPart = take(dy);
      const image = transpose({ inputs: { x: xPart }, backend, attrs: { perm: [3, 1, 2, 0] } });
      const filter = transpose({ inputs: { x: dyPart }, backend, attrs: { perm: [1, 2, 0, 3] } });
      parts.push(conv2D({ inputs: { x: image, filter }, backend, attrs: padding }));
      dispose(backend, xPart, dyPart, image, filter);
    }
    const total = parts.length === 1 ? (parts[0] as tf.TensorInfo) : addN({ inputs: parts, backend });
    const size = [filterShape[2], height, width, filterShape[3]];
    const cut = slice({ inputs: { x: total }, backend, attrs: { begin: [0, 0, 0, 0], size } });
    const gradient = transpose({ inputs: { x: cut }, backend, attrs: { perm: [1, 2, 0, 3] } });
    dispose(backend, cut, total, ...(parts.length === 1 ? [] : parts));
    return gradient;
  };

  // dL/dx is a convolution of dy with the filter turned by 180 degrees, its channels swapped: a depthwise one has one.
  const createBackpropInput =
    (isDepthwise: boolean): Kernel =>
    ({ inputs, backend, attrs }) => {
      const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
      const { inputShape } = attrs as { inputShape: Shape4D };
      const { padInfo, strides, dyExtent } = describeConvolution(
        inputShape,
        filter.shape as Shape4D,
        attrs,
        isDepthwise,
      );
      const [rows, columns] = filter.shape as Shape4D;
      const turned = reverse({ inputs: { x: filter }, backend, attrs: { dims: [0, 1] } });
      const swapped = isDepthwise
        ? turned
        : transpose({ inputs: { x: turned }, backend, attrs: { perm: [0, 1, 3, 2] } });
      const { top, left } = padInfo;
      const spread = spreadByStrides(dy, strides, dyExtent, backend);
      const gradient = (isDepthwise ? depthwise : conv2D)({
        inputs: { x: spread, filter: swapped },
        backend,
        attrs: createAttrs(
          rows - 1 - top,
          inputShape[1] - dyExtent[0] + top,
          columns - 1 - left,
          inputShape[2] - dyExtent[1] + left,
          [1, 1],
        ),
      });
      dispose(backend, turned, ...(isDepthwise ? [] : [swapped]), ...(spread === dy ? [] : [spread]));
      return gradient;
    };

  // dL/dfilter[i, j, c] = sum over batch and positions of x * dy, x moved by i and j.
  const depthwiseBackpropFilter: Kernel = ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape } = attrs as { filterShape: Shape4D };
    const { padInfo, strides, dyExtent } = describeConvolution(x.shape as Shape4D, filterShape, attrs, true);
    const [height, width] = filterShape;
    const [n, xHeight, xWidth, channels] = x.shape as Shape4D;
    const spread = spreadByStrides(dy, strides, dyExtent, backend);
    const after = (length: number, before: number, extent: number, size: number) =>
      Math.max(0, extent + size - 1 - length - before);
    const paddings = [
      [0, 0],
      [padInfo.top, after(xHeight, padInfo.top, dyExtent[0], height)],
      [padInfo.left, after(xWidth, padInfo.left, dyExtent[1], width)],
      [0, 0],
    ];
    const padded = pad({ inputs: { x }, backend, attrs: { paddings, constantValue: 0 } });
    const parts: tf.TensorInfo[] = [];
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const size = [n, ...dyExtent, channels];
        const seen = slice({ inputs: { x: padded }, backend, attrs: { begin: [0, i, j, 0], size } });
        const product = multiply({ inputs: { a: seen, b: spread }, backend });
        parts.push(sum({ inputs: { x: product }, backend, attrs: { axis: [0, 1, 2], keepDims: false } }));
        dispose(backend, seen, product);
      }
    }
    const gradient = concat({ inputs: parts, backend, attrs: { axis: 0 } });
    dispose(backend, padded, ...parts, ...(spread === dy ? [] : [spread]));
    return { ...gradient, shape: [...filterShape] };
  };

  /** Puts stride - 1 zeros between neighbours, along height and width. */
  function spreadByStrides(
    x: tf.TensorInfo,
    [strideHeight, strideWidth]: readonly [number, number],
    [height, width]: readonly [number, number],
    backend: unknown,
  ): tf.TensorInfo {
    if (strideHeight === 1 && strideWidth === 1) return x;
    const [n, h, w, channels] = x.shape as Shape4D;
    const zerosAfter = (t: tf.TensorInfo, shape: [number, number, number], zeros: number) =>
      pad({
        inputs: { x: { ...t, shape } },
        backend,
        attrs: {
          paddings: [
            [0, 0],
            [0, zeros],
            [0, 0],
          ],
          constantValue: 0,
        },
      });
    const wide = zerosAfter(x, [n * h * w, 1, channels], strideWidth - 1);
    const high = zerosAfter(wide, [n * h, 1, w * strideWidth * channels], strideHeight - 1);
    const whole = { ...high, shape: [n, h * strideHeight, w * strideWidth, channels] };
    const size = [n, height, width, channels];
    const spread = slice({ inputs: { x: whole }, backend, attrs: { begin: [0, 0, 0, 0], size } });
    dispose(backend, wide, high);
    return spread;
  }

  replaceKernel('Conv2DBackpropFilter', backpropFilter);
  replaceKernel('Conv2DBackpropInput', createBackpropInput(false));
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', depthwiseBackpropFilter);
  replaceKernel('DepthwiseConv2dNativeBackpropInput', createBackpropInput(true));
  replaceKernel('MaxPoolGrad', computeMaxPoolGradient);
  replaceBatchNormGradient();
}

type Shape4D = [number, number, number, number];

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Padding and strides, and how far the outputs reach over the (padded) input: (outputs - 1) * stride + 1. */
function describeConvolution(xShape: Shape4D, filterShape: Shape4D, attrs: object | undefined, isDepthwise = false) {
  const { strides, pad, dimRoundingMode } = attrs as ConvolutionAttrs;
  const info = tf.backend_util.computeConv2DInfo(
    xShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    isDepthwise,
    'channelsLast',
  );
  const { strideHeight, strideWidth, outHeight, outWidth, padInfo } = info;
  const dyExtent = [(outHeight - 1) * strideHeight + 1, (outWidth - 1) * strideWidth + 1] as const;
  return { padInfo, strides: [strideHeight, strideWidth] as const, dyExtent };
}

/** Attributes of a convolution of stride 1. */
function createAttrs(
  top: number,
  bottom: number,
  left: number,
  right: number,
  dilations: readonly [number, number],
): object {
  return {
    strides: [1, 1],
    dilations: [...dilations],
    dataFormat: 'NHWC',
    dimRoundingMode: 'floor',
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
  };
}

function findKernel(name: string): Kernel {
  const kernel = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
  if (!kernel) throw new Error(`the tfjs wasm backend has no kernel ${name}`);
  return kernel.kernelFunc as unknown as Kernel;
}

function replaceKernel(kernelName: string, kernelFunc: Kernel): void {
  if (tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as unknown as tf.KernelFunc });
}

function dispose(backend: unknown, ...tensors: tf.TensorInfo[]): void {
  for (const { dataId } of tensors) (backend as KernelBackend).disposeData(dataId);
}

/** The gradient of tfjs repeats mean and variance over the whole batch with Tile; broadcasting does the same faster. */
function replaceBatchNormGradient(): void {
  tf.unregisterGradient('FusedBatchNorm');
  tf.registerGradient({
    kernelName: 'FusedBatchNorm',
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (upstream, saved, attrs) => {
      const dy = upstream as tf.Tensor;
      const [x, mean, variance, scale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const { varianceEpsilon } = attrs as unknown as { varianceEpsilon: number };
      const axes = x.shape.slice(0, -1).map((_, axis) => axis);
      const inverseStd = () => tf.rsqrt(tf.add(variance, varianceEpsilon));
      const centredSum = () => tf.sum(tf.mul(dy, tf.sub(x, mean)), axes);
      return {
        x: () => tf.mul(dy, tf.mul(inverseStd(), scale)),
        mean: () => tf.mul(tf.neg(tf.mul(inverseStd(), scale)), tf.sum(dy, axes)),
        variance: () =>
          tf.mul(centredSum(), tf.mul(tf.pow(tf.add(variance, varianceEpsilon), -1.5), tf.mul(scale, -0.5))),
        scale: () => tf.mul(centredSum(), inverseStd()),
        offset: () => tf.sum(dy, axes),
      };
    },
  });
}
