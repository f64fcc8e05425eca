import * as tf from '@tensorflow/tfjs-core';

/** The part of the wasm backend that the kernel uses. */
interface HeapBackend {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  /** A view of a tensor's values, until memory next grows. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The gradient of max pooling on the wasm backend: a square's gradient goes to its largest value, the first of equal
 * ones. The backend's own kernel (4.22) starts its search for the largest value at the smallest positive number
 * (`std::numeric_limits<float>::min()`), so that squares without a positive value get no gradient: right after a ReLU
 * only.
 *
 * @returns dL/dx, in x's shape
 */
export function computeMaxPoolGradient(params: {
  inputs: Record<string, tf.TensorInfo> | tf.TensorInfo[];
  backend: unknown;
  attrs?: object;
}): tf.TensorInfo {
  const { dy, input } = params.inputs as { dy: tf.TensorInfo; input: tf.TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = params.attrs as PoolAttrs;
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const backend = params.backend as HeapBackend;
  const output = backend.makeOutput(shape, 'float32');
  scatterToLargest(
    info,
    backend.typedArrayFromHeap(input),
    backend.typedArrayFromHeap(dy),
    backend.typedArrayFromHeap(output).fill(0),
  );
  return output;
}

function scatterToLargest(info: tf.backend_util.Conv2DInfo, x: Float32Array, dy: Float32Array, dx: Float32Array): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  let index = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * info.strideHeight - info.padInfo.top;
      const [rowBegin, rowEnd] = [Math.max(0, top), Math.min(inHeight, top + filterHeight)];
      for (let j = 0; j < outWidth; j++) {
        const left = j * info.strideWidth - info.padInfo.left;
        const [columnBegin, columnEnd] = [Math.max(0, left), Math.min(inWidth, left + filterWidth)];
        for (let c = 0; c < inChannels; c++, index++) {
          let largest = ((n * inHeight + rowBegin) * inWidth + columnBegin) * inChannels + c;
          for (let row = rowBegin; row < rowEnd; row++) {
            for (let column = columnBegin; column < columnEnd; column++) {
              const place = ((n * inHeight + row) * inWidth + column) * inChannels + c;
              if ((x[place] as number) > (x[largest] as number)) largest = place;
            }
          }
          dx[largest] = (dx[largest] as number) + (dy[index] as number);
        }
      }
    }
  }
}
