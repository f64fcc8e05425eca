import type { PlacedLayer } from '../../../src/core/network-description.ts';
import type { WeightRole } from '../../../src/core/weight-layout.ts';
import type { MapOperations } from './map-operations.ts';
import type { OnnxGraph } from './onnx-graph.ts';

/** What a layer finds around it while a graph is built. */
export interface LayerContext {
  readonly graph: OnnxGraph;
  /** What depends on how maps lie in memory. */
  readonly maps: MapOperations;
  readonly rows: number;
  readonly placed: PlacedLayer;
  /** The layer's inputs, as tensor names; a sum has two. */
  readonly inputs: readonly [string, ...string[]];
  /** False for the graph that only predicts. */
  readonly isTraining: boolean;
  /** Nobody needs the gradient of the images. */
  readonly needsInputGradient: boolean;
  /** A weight in TensorFlow's order. */
  readonly weight: (role: WeightRole) => string;
  /** Sets what a weight's part of the gradient vector takes, in TensorFlow's order of values. */
  readonly setGradient: (role: WeightRole, tensor: string) => void;
  /** Declares the mask of a dropout layer: rows x values of its input, channels last. */
  readonly addMask: () => string;
}
