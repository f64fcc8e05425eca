import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { MOST_MEANS, type Convolution, type MeanDense } from './operations.ts';

/** One step of a network's forward pass. */
export interface PlannedKernel {
  readonly operation: Convolution | MeanDense;
  /** Which map it reads: 0 is the network's input, i what the kernel i - 1 gives. */
  readonly reads: number;
  /** Which map is added, if any. */
  readonly adds: number | null;
  /** Weights, then bias: the network's own tensors. */
  readonly weights: readonly [weights: Tensor, bias: Tensor];
}

/**
 * Plans a network's forward pass in few kernels: a convolution takes in the sum with an earlier map, the ReLU and the
 * max pooling that follow it, and the mean over a map is computed where it is multiplied by a matrix.
 *
 * Known are networks of one input and one output made of: convolutions with bias, stride 1, odd square filters, zero
 * padding (`same`) and channels in fours; sums of two maps, ReLU and 2x2 max pooling, each right after a convolution whose
 * map nothing else reads; and a global mean followed by a dense layer with bias and no activation, at the end.
 *
 * @returns the kernels in the order in which they run, the last one giving the output; null for any other network
 */
export function planKernels(network: LayersModel): readonly PlannedKernel[] | null {
  const [input, ...otherInputs] = network.inputs;
  const [output, ...otherOutputs] = network.outputs;
  if (!input || !output || otherInputs.length + otherOutputs.length > 0) return null;
  const planner = new KernelPlanner(input, countReaders(network));
  const isKnown = network.layers.every((layer) => planner.take(layer)) && planner.endsWith(output);
  return isKnown && planner.kernels.at(-1)?.operation.type === 'mean-dense' ? planner.kernels : null;
}

type Layer = LayersModel['layers'][number];

const convolutionSchema = v.object({
  kernelSize: v.pipe(
    v.strictTuple([v.number(), v.number()]),
    v.check(([height, width]) => height === width && height % 2 === 1),
  ),
  strides: v.strictTuple([v.literal(1), v.literal(1)]),
  dilationRate: v.strictTuple([v.literal(1), v.literal(1)]),
  padding: v.literal('same'),
  dataFormat: v.literal('channelsLast'),
  activation: v.picklist(['linear', 'relu']),
});

const poolingSchema = v.object({
  poolSize: v.strictTuple([v.literal(2), v.literal(2)]),
  strides: v.strictTuple([v.literal(2), v.literal(2)]),
  padding: v.literal('valid'),
  dataFormat: v.literal('channelsLast'),
});

const reluSchema = v.object({ activation: v.literal('relu') });
const meanSchema = v.object({ dataFormat: v.literal('channelsLast') });
const denseSchema = v.object({ activation: v.literal('linear') });

const inFours = v.pipe(v.number(), v.multipleOf(4));
const mapSchema = v.strictTuple([v.null(), v.number(), v.number(), v.number()]);

/** Takes layer after layer, in the order in which they run, and says of each whether it is known. */
class KernelPlanner {
  readonly kernels: PlannedKernel[] = [];
  readonly #readers: ReadonlyMap<number, number>;
  /** By a tensor's id, which map it is. */
  readonly #maps: Map<number, number>;
  /** By a tensor's id, of which map it is the mean. */
  readonly #means = new Map<number, number>();

  constructor(input: SymbolicTensor, readers: ReadonlyMap<number, number>) {
    this.#readers = readers;
    this.#maps = new Map([[input.id, 0]]);
  }

  take(layer: Layer): boolean {
    const [node, ...otherNodes] = layer.inboundNodes;
    const [input, second] = node?.inputTensors ?? [];
    const [output] = node?.outputTensors ?? [];
    if (!input || !output || otherNodes.length > 0) return false;
    switch (layer.getClassName()) {
      case 'InputLayer':
        return true;
      case 'Conv2D':
        return this.#convolve(layer, input, output);
      case 'Add':
        return second !== undefined && node?.inputTensors.length === 2 && this.#addMap(input, second, output);
      case 'Activation':
        return v.is(reluSchema, layer.getConfig()) && this.#fuse(input, output, { relu: true });
      case 'MaxPooling2D':
        return v.is(poolingSchema, layer.getConfig()) && this.#fuse(input, output, { pools: true });
      case 'GlobalAveragePooling2D': {
        const map = this.#maps.get(input.id);
        if (map === undefined || !v.is(meanSchema, layer.getConfig())) return false;
        this.#means.set(output.id, map);
        return true;
      }
      case 'Dense':
        return this.#multiplyMean(layer, input, output);
      default:
        return false;
    }
  }

  /** Whether a tensor is what the last kernel gives. */
  endsWith({ id }: SymbolicTensor): boolean {
    return this.kernels.length > 0 && this.#maps.get(id) === this.kernels.length;
  }

  #convolve(layer: Layer, input: SymbolicTensor, output: SymbolicTensor): boolean {
    const config = layer.getConfig();
    const map = this.#maps.get(input.id);
    const weights = takeWeights(layer);
    const filters = output.shape.at(-1);
    if (!v.is(convolutionSchema, config) || !v.is(mapSchema, input.shape) || !v.is(inFours, filters)) return false;
    if (map === undefined || weights === null) return false;
    const [, height, width, channels] = input.shape;
    const [size] = config.kernelSize;
    const shape = { height, width, channels, filters, size };
    return this.#add(output, {
      operation: { type: 'convolution', ...shape, addsMap: false, relu: config.activation === 'relu', pools: false },
      reads: map,
      adds: null,
      weights,
    });
  }

  #addMap(first: SymbolicTensor, second: SymbolicTensor, output: SymbolicTensor): boolean {
    const [own, other] = this.endsWith(first) ? [first, second] : [second, first];
    const map = this.#maps.get(other.id);
    const last = this.kernels.at(-1);
    if (map === undefined || last?.operation.type !== 'convolution') return false;
    if (last.operation.relu || last.operation.pools || last.operation.addsMap) return false;
    return first.shape.join() === second.shape.join() && this.#fuse(own, output, { addsMap: true }, map);
  }

  /** Lets the last kernel, which gives `input`, give `output` instead. */
  #fuse(input: SymbolicTensor, output: SymbolicTensor, change: Partial<Convolution>, adds?: number): boolean {
    const last = this.kernels.at(-1);
    if (last?.operation.type !== 'convolution') return false;
    if (!this.endsWith(input) || this.#readers.get(input.id) !== 1) return false;
    if (change.pools && last.operation.pools) return false;
    this.kernels.pop();
    return this.#add(output, {
      ...last,
      operation: { ...last.operation, ...change },
      adds: adds ?? last.adds,
    });
  }

  #multiplyMean(layer: Layer, input: SymbolicTensor, output: SymbolicTensor): boolean {
    const map = this.#means.get(input.id);
    const weights = takeWeights(layer);
    if (map === undefined || weights === null || !v.is(denseSchema, layer.getConfig())) return false;
    const shape = input.inputs[0]?.shape;
    const units = output.shape.at(-1);
    if (!v.is(mapSchema, shape) || typeof units !== 'number') return false;
    const [, height, width, channels] = shape;
    if (!v.is(inFours, channels) || channels > MOST_MEANS) return false;
    return this.#add(output, {
      operation: { type: 'mean-dense', pixels: height * width, channels, units },
      reads: map,
      adds: null,
      weights,
    });
  }

  #add({ id }: SymbolicTensor, kernel: PlannedKernel): boolean {
    this.kernels.push(kernel);
    this.#maps.set(id, this.kernels.length);
    return true;
  }
}

/** The weights of a layer with a bias; null of one without. */
function takeWeights(layer: Layer): PlannedKernel['weights'] | null {
  const [weights, bias] = layer.getWeights();
  return weights && bias ? [weights, bias] : null;
}

/** By a tensor's id, how many layers and outputs read it. */
function countReaders({ layers, outputs }: LayersModel): Map<number, number> {
  const readers = new Map<number, number>();
  const read = layers.flatMap(({ inboundNodes }) => inboundNodes.flatMap(({ inputTensors }) => inputTensors));
  for (const { id } of [...read, ...outputs]) readers.set(id, (readers.get(id) ?? 0) + 1);
  return readers;
}
