import type { NetworkConfig } from './models/network.ts';
import type { SgdConfig } from './engines/sgd.ts';
import type { AugmentConfig } from './data/augment.ts';

/** Everything that decides a training run, besides the data. Written into the run folder and the manifest. */
export interface TrainConfig {
  readonly network: NetworkConfig;
  readonly epochs: number;
  /** Images a step, over all workers. */
  readonly batchSize: number;
  readonly workers: number;
  readonly peakLearningRate: number;
  /** Steps of linear warm-up. */
  readonly warmupSteps: number;
  readonly optimizer: SgdConfig;
  /** Share of the trunk's features that are dropped, 0..1 (Srivastava et al. 2014). */
  readonly dropout: number;
  readonly augment: AugmentConfig;
  /** Share of the epochs at the end that see weakly augmented pictures, 0..1. */
  readonly weakShare: number;
  readonly weakAugment: AugmentConfig;
  /** Epochs without a better validation score after which training stops. */
  readonly patience: number;
  readonly seed: number;
}
