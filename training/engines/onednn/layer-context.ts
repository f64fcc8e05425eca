import type { PlacedLayer } from '../../../src/core/network-description.ts';
import type { WeightRole } from '../../../src/core/weight-layout.ts';
import type { PrimitiveList, Tensor } from './primitive-list.ts';

/** What a layer is built with. */
export interface LayerContext {
  readonly list: PrimitiveList;
  readonly placed: PlacedLayer;
  /** As `PrimitiveList.describeRows` describes them; so is the gradient that comes back to the output. */
  readonly inputs: readonly [Tensor, ...Tensor[]];
  readonly isTraining: boolean;
  readonly needsInputGradient: boolean;
  /** The flat vector's values of a role; `gradient` those of its gradient. A batch norm's gamma comes with its beta. */
  readonly weight: (role: WeightRole) => Float32Array;
  readonly gradient: (role: WeightRole) => Float32Array;
  /** The values of this dropout layer's mask. */
  readonly mask: () => Float32Array;
  /** Batch norm: the ReLU behind it, which nothing else comes before, is part of it. */
  readonly isFollowedByRelu: boolean;
}

/** A layer's part of the list. */
export interface BuiltLayer {
  readonly output: Tensor;
  /**
   * Adds the backward pass.
   *
   * @returns gradients with respect to the inputs; null where none is needed
   */
  readonly backward: (gradient: Tensor) => readonly (Tensor | null)[];
}
