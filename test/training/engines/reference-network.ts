import {
  BATCH_NORM_EPSILON,
  BATCH_NORM_MOMENTUM,
  countElements,
  INPUT,
  placeLayers,
  type ConvLayer,
  type DepthwiseConvLayer,
  type LayerDescription,
  type NetworkDescription,
  type PlacedLayer,
} from '../../../src/core/network-description.ts';
import { describeWeights, type WeightRole } from '../../../src/core/weight-layout.ts';
import type { BatchPart } from '../../../training/engines/gradient-function.ts';

/** What a forward pass in double precision gives. */
export interface ReferencePass {
  /** rows x outputs */
  readonly logits: Float64Array;
  /** Mean softmax cross-entropy, in nats. */
  readonly loss: number;
  /** New running statistics, by `layer role`. */
  readonly statistics: ReadonlyMap<string, Float64Array>;
}

/** What needs nothing but its input and its weights. */
type PlainLayer = Exclude<LayerDescription, { type: 'add' | 'batch-norm' | 'dropout' }>;

/** A weight of a layer; null if the layer has none of that role. */
type Find = (role: WeightRole) => Float64Array | null;

/**
 * A network by plain loops in double precision, written without the code of any engine, to judge them by.
 *
 * @param weights the flat vector
 * @param training false: running statistics in batch norm, no dropout
 */
export function runReference(
  network: NetworkDescription,
  part: BatchPart,
  weights: Float64Array,
  training: boolean,
): ReferencePass {
  const rows = part.images.length / countElements(network.input);
  const slots = describeWeights(network);
  const outputs = new Map<string, Float64Array>([[INPUT, Float64Array.from(part.images)]]);
  const statistics = new Map<string, Float64Array>();
  const masks = part.masks.values();
  let last: Float64Array = new Float64Array();
  for (const placed of placeLayers(network)) {
    const { layer, from } = placed;
    const x = outputs.get(from) as Float64Array;
    const find: Find = (role) => {
      const slot = slots.find((candidate) => candidate.layer === layer.name && candidate.role === role);
      return slot ? weights.subarray(slot.offset, slot.offset + slot.size) : null;
    };
    if (layer.type === 'add') last = x.map((value, i) => value + at(outputs.get(layer.with), i));
    else if (layer.type === 'batch-norm') last = runBatchNorm(layer.name, x, find, training ? statistics : null);
    else if (layer.type === 'dropout') {
      const mask = masks.next().value;
      last = training ? x.map((value, i) => value * at(mask, i)) : x;
    } else last = runLayer({ ...placed, layer }, x, rows, find);
    outputs.set(layer.name, last);
  }
  return { logits: last, loss: computeLoss(network, last, part.targets, rows), statistics };
}

/**
 * Gradient of the loss by central differences.
 *
 * @returns one value a weight; 0 for running statistics
 */
export function differentiateReference(
  network: NetworkDescription,
  part: BatchPart,
  weights: Float32Array,
): Float64Array {
  const moved = Float64Array.from(weights);
  const gradient = new Float64Array(weights.length);
  const lossAt = (index: number, value: number) => {
    moved[index] = value;
    return runReference(network, part, moved, true).loss;
  };
  for (const { trainable, offset, size } of describeWeights(network)) {
    if (!trainable) continue;
    for (let i = offset; i < offset + size; i++) {
      const value = at(weights, i);
      gradient[i] = (lossAt(i, value + STEP) - lossAt(i, value - STEP)) / (2 * STEP);
      moved[i] = value;
    }
  }
  return gradient;
}

/** Small enough to stay on one side of the kinks of ReLU and max pooling, large enough for double precision. */
const STEP = 1e-6;

function runLayer(
  { layer, inputShape, outputShape }: PlacedLayer & { readonly layer: PlainLayer },
  x: Float64Array,
  rows: number,
  find: Find,
): Float64Array {
  switch (layer.type) {
    case 'conv':
    case 'depthwise-conv':
      return runConvolution(layer, inputShape, outputShape, x, rows, find);
    case 'max-pool':
    case 'average-pool':
      return runPooling(layer.type, [layer.size, layer.size], inputShape, outputShape, x, rows);
    case 'global-average-pool':
      return runPooling('average-pool', inputShape, inputShape, [1, 1, ...outputShape], x, rows);
    case 'activation':
      return x.map((value) => {
        if (layer.activation === 'relu') return Math.max(0, value);
        return layer.activation === 'tanh' ? Math.tanh(value) : 1 / (1 + Math.exp(-value));
      });
    case 'dense':
      return Float64Array.from({ length: rows * layer.units }, (_, index) => {
        const [row, unit] = [Math.floor(index / layer.units), index % layer.units];
        const inputs = x.length / rows;
        let sum = at(find('bias'), unit);
        for (let k = 0; k < inputs; k++) sum += at(x, row * inputs + k) * at(find('kernel'), k * layer.units + unit);
        return sum;
      });
    case 'flatten':
      return x;
    default:
      return layer satisfies never;
  }
}

function runConvolution(
  { type, kernelSize, stride = 1, padding }: ConvLayer | DepthwiseConvLayer,
  inputShape: readonly number[],
  outputShape: readonly number[],
  x: Float64Array,
  rows: number,
  find: Find,
): Float64Array {
  const [height, width, channels] = inputShape as [number, number, number];
  const [outHeight, outWidth, filters] = outputShape as [number, number, number];
  // "same": so many zeros that the filter has ceil(length / stride) places, the odd one behind.
  const zerosBefore = (length: number) =>
    padding === 'valid'
      ? 0
      : Math.floor(Math.max(0, (Math.ceil(length / stride) - 1) * stride + kernelSize - length) / 2);
  const [top, left] = [zerosBefore(height), zerosBefore(width)];
  const [kernel, bias] = [find('kernel'), find('bias')];
  const out = new Float64Array(rows * outHeight * outWidth * filters);
  let index = 0;
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++) {
        for (let f = 0; f < filters; f++) {
          let sum = bias ? at(bias, f) : 0;
          for (let a = 0; a < kernelSize; a++) {
            const row = i * stride + a - top;
            if (row < 0 || row >= height) continue;
            for (let b = 0; b < kernelSize; b++) {
              const column = j * stride + b - left;
              if (column < 0 || column >= width) continue;
              const pixel = ((n * height + row) * width + column) * channels;
              const place = a * kernelSize + b;
              if (type === 'depthwise-conv') {
                sum += at(x, pixel + f) * at(kernel, place * channels + f);
                continue;
              }
              for (let c = 0; c < channels; c++) {
                sum += at(x, pixel + c) * at(kernel, (place * channels + c) * filters + f);
              }
            }
          }
          out[index++] = sum;
        }
      }
    }
  }
  return out;
}

function runPooling(
  type: 'max-pool' | 'average-pool',
  window: readonly number[],
  inputShape: readonly number[],
  outputShape: readonly number[],
  x: Float64Array,
  rows: number,
): Float64Array {
  const [height, width, channels] = inputShape as [number, number, number];
  const [outHeight, outWidth] = outputShape as [number, number];
  const [poolHeight, poolWidth] = window as [number, number];
  return Float64Array.from({ length: rows * outHeight * outWidth * channels }, (_, index) => {
    const c = index % channels;
    const j = Math.floor(index / channels) % outWidth;
    const i = Math.floor(index / channels / outWidth) % outHeight;
    const n = Math.floor(index / channels / outWidth / outHeight);
    const values: number[] = [];
    for (let a = 0; a < poolHeight; a++) {
      for (let b = 0; b < poolWidth; b++) {
        values.push(at(x, ((n * height + i * poolHeight + a) * width + j * poolWidth + b) * channels + c));
      }
    }
    return type === 'max-pool' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

function runBatchNorm(
  layer: string,
  x: Float64Array,
  find: Find,
  statistics: Map<string, Float64Array> | null,
): Float64Array {
  const channels = find('gamma')?.length ?? 0;
  let [mean, variance] = [find('mean'), find('variance')] as [Float64Array, Float64Array];
  if (statistics) {
    const count = x.length / channels;
    const averageOf = (value: (i: number) => number) =>
      x.reduce((sums, _, i) => {
        sums[i % channels] = at(sums, i % channels) + value(i) / count;
        return sums;
      }, new Float64Array(channels));
    const batchMean = averageOf((i) => at(x, i));
    const batchVariance = averageOf((i) => (at(x, i) - at(batchMean, i % channels)) ** 2);
    const moveOn = (old: Float64Array, batch: Float64Array) =>
      old.map((value, c) => BATCH_NORM_MOMENTUM * value + (1 - BATCH_NORM_MOMENTUM) * at(batch, c));
    statistics.set(`${layer} mean`, moveOn(mean, batchMean));
    statistics.set(`${layer} variance`, moveOn(variance, batchVariance));
    [mean, variance] = [batchMean, batchVariance];
  }
  return x.map((value, i) => {
    const c = i % channels;
    const scaled = (value - at(mean, c)) / Math.sqrt(at(variance, c) + BATCH_NORM_EPSILON);
    return at(find('gamma'), c) * scaled + at(find('beta'), c);
  });
}

function computeLoss(network: NetworkDescription, logits: Float64Array, targets: Float32Array, rows: number): number {
  const heads = network.heads ?? [{ outputs: logits.length / rows, lossWeight: 1 }];
  let begin = 0;
  let loss = 0;
  for (let n = 0; n < rows; n++) {
    for (const { outputs, lossWeight } of heads) {
      const row = logits.subarray(begin, begin + outputs);
      const largest = Math.max(...row);
      const logSum = largest + Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0));
      for (const [k, z] of row.entries()) loss -= (lossWeight * at(targets, begin + k) * (z - logSum)) / rows;
      begin += outputs;
    }
  }
  return loss;
}

function at(values: Float64Array | Float32Array | null | undefined, index: number): number {
  const value = values?.[index];
  if (value === undefined) throw new RangeError(`no value ${index}`);
  return value;
}
