import type { ModelManifest } from '../core/model-manifest.ts';
import type { ShippedName } from '../core/model-names.ts';
import type { NetworkDescription } from '../core/network-description.ts';
import type { EngineErrorCode } from '../engine/link/protocol.ts';
import type { LossName } from './losses.ts';

// What the page's chapters may ask of the laboratory, a worker that takes networks apart. All maps are flat, row by row,
// channels last; nothing that is handed over is used any more by whoever gave it.

type Values = Float32Array<ArrayBuffer>;

/** Where a network comes from: one that ships, or the files of a folder that `npm run export` wrote. */
export type NetworkSource = { readonly name: ShippedName } | { readonly files: readonly File[] };

/** A network that has been loaded and computes what its manifest says. */
export interface OpenNetwork {
  /** By which it is asked for. */
  readonly id: number;
  /** What its parts are; activations are layers of their own. */
  readonly network: NetworkDescription;
  /** The flat vector, see `describeWeights`. */
  readonly weights: Values;
  readonly manifest: ModelManifest;
  /** Size of its weight file. */
  readonly bytes: number;
}

/** Why a network cannot be looked into. */
export interface Refusal {
  readonly code: EngineErrorCode;
  readonly detail: string;
}

/** What a network made of one face. */
export interface LayerReading {
  /** By the layers' names, what was asked for, the network's `input` included: [height, width, channels] or [features]. */
  readonly outputs: ReadonlyMap<string, Values>;
  /** By the layers' names, milliseconds that each one took. */
  readonly layerMs: ReadonlyMap<string, number>;
  /** Of the votes' head, in class order. */
  readonly logits: readonly number[];
  /** By the everyday rule, in class order; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** Where a class is seen on a face. */
export interface ActivationMap {
  readonly height: number;
  readonly width: number;
  /** By how much each place raises the class's logit; negative where it lowers it. */
  readonly values: Values;
  /** The layer whose map it is. */
  readonly layer: string;
  /** The values sum to the logit, but for the bias: the network averages this map and multiplies by a matrix (Zhou et al. 2016). */
  readonly isExact: boolean;
}

/** A window that moves over a map; zeros are put around the map. */
export interface SlidingWindow {
  /** `conv`: the sum of the products with each kernel. */
  readonly type: 'conv' | 'max' | 'average';
  /** In pixels. */
  readonly height: number;
  readonly width: number;
  /** Pixels from place to place. */
  readonly strideDown: number;
  readonly strideAcross: number;
  /** Zeros on each side. Windows that take the maximum or the average see no padding, and are larger than it. */
  readonly padding: number;
  /** Of `conv`: [height, width, channels of the map, filters]. */
  readonly kernels?: Values;
  /** Of `conv`: is added to each filter's sums; nothing by default. */
  readonly biases?: Values;
}

/** A map of a known shape. */
export interface ShapedMap {
  /** [height, width, channels]. */
  readonly shape: readonly [number, number, number];
  readonly values: Values;
}

/** Examples to learn from. */
export interface Examples {
  /** rows x (height x width x channels of the network's input). */
  readonly inputs: Values;
  /** rows x outputs, 0 to 1; `perceptron` wants 0 or 1. */
  readonly targets: Values;
}

/** One step of backpropagation, number by number. */
export interface Differentiation {
  /** Mean over the examples. */
  readonly loss: number;
  /** The flat vector of its derivatives, as long as the weights. */
  readonly gradients: Values;
  /** By the layers' names, rows x features; the last one holds the logits. */
  readonly outputs: ReadonlyMap<string, Values>;
}

/** A training: plain gradient descent. */
export interface TrainingPlan {
  readonly loss: LossName;
  readonly learningRate: number;
  /** Most of them; it ends earlier where a weight leaves all bounds, see `diverged`. */
  readonly steps: number;
  /** Whether each step sees all examples, or one, in turn, beginning with `from`. */
  readonly batch: 'all' | { readonly from: number };
}

/** What a training has come to. */
export interface TrainingProgress {
  readonly weights: Values;
  /** Before each step: the loss of the examples that it saw. */
  readonly losses: Values;
  /** A weight grew beyond `LARGEST_WEIGHT`, or is no number any more: the weights are those before that step. */
  readonly diverged: boolean;
}

/** See `create-laboratory.ts`. */
export interface Laboratory {
  /** Loads a network. */
  open(source: NetworkSource): Promise<OpenNetwork | Refusal>;
  /** Frees a network. */
  close(id: number): void;
  /**
   * Lets a network read a face, layer by layer.
   *
   * @param crop 48 x 48 gray bytes
   * @param layers whose outputs are wanted; all by default
   */
  read(id: number, crop: Uint8Array<ArrayBuffer>, layers?: readonly string[]): LayerReading;
  /**
   * Lets a network read faces in one batch.
   *
   * @param crops n x 48 x 48 gray bytes
   * @returns n x 7 probabilities, in class order, by the everyday rule
   */
  classify(id: number, crops: Uint8Array<ArrayBuffer>): Values;
  /**
   * Finds where on a face a class is seen: gradient times activation, summed over the channels of the last map
   * (Selvaraju et al. 2017; Draelos and Carin 2020).
   *
   * @param classIndex of the votes' head, 0..6
   * @returns null for a network without a map
   */
  locate(id: number, crop: Uint8Array<ArrayBuffer>, classIndex: number): ActivationMap | null;
  /** Moves a window over a map. Null where it fits nowhere. */
  slide(map: ShapedMap, window: SlidingWindow): ShapedMap | null;
  /** Runs a network and differentiates the loss by every weight. */
  differentiate(network: NetworkDescription, weights: Values, examples: Examples, loss: LossName): Differentiation;
  /**
   * Runs a network on examples, without asking how it could do better.
   *
   * @param inputs rows x (height x width x channels of the network's input)
   * @param layers whose outputs are wanted
   * @returns by the layers' names, rows x features
   */
  run(
    network: NetworkDescription,
    weights: Values,
    inputs: Values,
    layers: readonly string[],
  ): ReadonlyMap<string, Values>;
  /** Trains a network. */
  train(network: NetworkDescription, weights: Values, examples: Examples, plan: TrainingPlan): TrainingProgress;
}
