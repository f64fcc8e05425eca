import type { ModelReference } from '../../src/core/foundations.ts';
import type { AugmentConfig } from './augmentation.ts';
import type { OptimizerConfig } from './optimizer-config.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';

/** What computes gradients. `onednn` and `tfjs-node` must be installed by the user, `tfjs-webgpu` needs a GPU. */
export const ENGINES = ['onnxruntime', 'onednn', 'tfjs-wasm', 'tfjs-webgpu', 'tfjs-node'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Everything that decides a training run, besides the data. Written into the run folder and the manifest. */
export interface TrainConfig {
  readonly network: NetworkDescription;
  readonly engine: EngineName;
  readonly epochs: number;
  /** Images a step, over all workers. */
  readonly batchSize: number;
  /** Threads that compute gradients; batch norm sees each one's part of the batch by itself. */
  readonly workers: number;
  readonly peakLearningRate: number;
  /** Steps of linear warm-up. */
  readonly warmupSteps: number;
  readonly optimizer: OptimizerConfig;
  readonly augment: AugmentConfig;
  /** What the votes on a face teach: their shares, or only the word with most of them. */
  readonly targets: 'vote-shares' | 'leading-vote';
  /** Share of the epochs at the end that see weakly augmented pictures, 0..1. */
  readonly weakShare: number;
  readonly weakAugment: AugmentConfig;
  /** Models whose answers are learnt beside the data's targets (see `blendTeachers`); none: the targets alone. */
  readonly teachers: readonly ModelReference[];
  /** Share of the teachers' answers in the targets, 0..1. */
  readonly teacherWeight: number;
  /** Whether teachers see each face before it is blurred, compressed or painted over; else as the network does. */
  readonly teachersSeeUndamaged: boolean;
  /** The model whose weights are the start; null: random ones. */
  readonly startFrom: ModelReference | null;
  readonly seed: number;
}
