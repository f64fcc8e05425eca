import * as tf from '@tensorflow/tfjs-core';
import { dispose, findKernel, type Kernel } from './wasm-kernels.ts';

type Shape4D = [number, number, number, number];

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Images that one filter-gradient convolution takes at a time: it needs memory in proportion. */
const CHUNK_SIZE = 32;

/**
 * dL/dfilter[i, j, in, out] = sum over batch and positions of x * dy: a convolution of x with dy as its filter, batch and
 * channel axes swapped. A stride dilates that filter (Dumoulin and Visin 2016).
 */
export function createFilterGradient(): Kernel {
  const [conv2D, transpose, slice, addN] = ['Conv2D', 'Transpose', 'Slice', 'AddN'].map(findKernel) as Four;
  return ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape } = attrs as { filterShape: Shape4D };
    const { padInfo, strides, dyExtent } = describeConvolution(x.shape as Shape4D, filterShape, attrs, false);
    const [height, width] = filterShape;
    const [, xHeight, xWidth] = x.shape as Shape4D;
    const bottom = countRest(xHeight, padInfo.top, dyExtent[0], height);
    const right = countRest(xWidth, padInfo.left, dyExtent[1], width);
    const padding = createAttrs(padInfo.top, bottom, padInfo.left, right, strides);
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
    const sum = parts.length === 1 ? (parts[0] as tf.TensorInfo) : addN({ inputs: parts, backend });
    const size = [filterShape[2], height, width, filterShape[3]];
    const cut = slice({ inputs: { x: sum }, backend, attrs: { begin: [0, 0, 0, 0], size } });
    const gradient = transpose({ inputs: { x: cut }, backend, attrs: { perm: [1, 2, 0, 3] } });
    dispose(backend, cut, sum, ...(parts.length === 1 ? [] : parts));
    return gradient;
  };
}

/** dL/dfilter[i, j, c] = sum over batch and positions of x * dy, x moved by i and j. */
export function createDepthwiseFilterGradient(): Kernel {
  const [pad, slice, multiply, sum] = ['PadV2', 'Slice', 'Multiply', 'Sum'].map(findKernel) as Four;
  const concat = findKernel('Concat');
  const spreadByStrides = createSpreader();
  return ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape } = attrs as { filterShape: Shape4D };
    const { padInfo, strides, dyExtent } = describeConvolution(x.shape as Shape4D, filterShape, attrs, true);
    const [height, width] = filterShape;
    const [n, xHeight, xWidth, channels] = x.shape as Shape4D;
    const spread = spreadByStrides(dy, strides, dyExtent, backend);
    const paddings = [
      [0, 0],
      [padInfo.top, countRest(xHeight, padInfo.top, dyExtent[0], height)],
      [padInfo.left, countRest(xWidth, padInfo.left, dyExtent[1], width)],
      [0, 0],
    ];
    const padded = pad({ inputs: { x }, backend, attrs: { paddings, constantValue: 0 } });
    const parts: tf.TensorInfo[] = [];
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const attrsOfSlice = { begin: [0, i, j, 0], size: [n, ...dyExtent, channels] };
        const seen = slice({ inputs: { x: padded }, backend, attrs: attrsOfSlice });
        const product = multiply({ inputs: { a: seen, b: spread }, backend });
        parts.push(sum({ inputs: { x: product }, backend, attrs: { axis: [0, 1, 2], keepDims: false } }));
        dispose(backend, seen, product);
      }
    }
    const gradient = concat({ inputs: parts, backend, attrs: { axis: 0 } });
    dispose(backend, padded, ...parts, ...(spread === dy ? [] : [spread]));
    return { ...gradient, shape: [...filterShape] };
  };
}

/**
 * dL/dx is a convolution of dy with the filter turned by 180 degrees, its channels swapped; a depthwise one has none to
 * swap. A stride fills dy up with zeros.
 */
export function createInputGradient(isDepthwise: boolean): Kernel {
  const convolve = findKernel(isDepthwise ? 'DepthwiseConv2dNative' : 'Conv2D');
  const [transpose, reverse] = [findKernel('Transpose'), findKernel('Reverse')];
  const spreadByStrides = createSpreader();
  return ({ inputs, backend, attrs }) => {
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const { inputShape } = attrs as { inputShape: Shape4D };
    const { padInfo, strides, dyExtent } = describeConvolution(inputShape, filter.shape as Shape4D, attrs, isDepthwise);
    const [rows, columns] = filter.shape as Shape4D;
    const turned = reverse({ inputs: { x: filter }, backend, attrs: { dims: [0, 1] } });
    const swapped = isDepthwise ? turned : transpose({ inputs: { x: turned }, backend, attrs: { perm: [0, 1, 3, 2] } });
    const { top, left } = padInfo;
    const spread = spreadByStrides(dy, strides, dyExtent, backend);
    const bottom = inputShape[1] - dyExtent[0] + top;
    const right = inputShape[2] - dyExtent[1] + left;
    const gradient = convolve({
      inputs: { x: spread, filter: swapped },
      backend,
      attrs: createAttrs(rows - 1 - top, bottom, columns - 1 - left, right, [1, 1]),
    });
    dispose(backend, turned, ...(isDepthwise ? [] : [swapped]), ...(spread === dy ? [] : [spread]));
    return gradient;
  };
}

type Four = [Kernel, Kernel, Kernel, Kernel];

/** What puts stride - 1 zeros between neighbours, along height and width; without a stride it gives its input back. */
function createSpreader() {
  const [pad, slice] = [findKernel('PadV2'), findKernel('Slice')];
  return (
    x: tf.TensorInfo,
    [strideHeight, strideWidth]: readonly [number, number],
    [height, width]: readonly [number, number],
    backend: unknown,
  ): tf.TensorInfo => {
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
  };
}

/**
 * Zeros that each place of a filter needs behind an axis to see as far as dy reaches. The last pixels may be no place of
 * the filter: then none, and some of what it sees is left over.
 */
function countRest(length: number, before: number, extent: number, size: number): number {
  return Math.max(0, size - 1 + extent - length - before);
}

/** Padding and strides, and how far the outputs reach over the (padded) input: (outputs - 1) * stride + 1. */
function describeConvolution(xShape: Shape4D, filterShape: Shape4D, attrs: object | undefined, isDepthwise: boolean) {
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
