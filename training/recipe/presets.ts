import { DEFAULT_AUGMENTATION, NO_AUGMENTATION } from './augmentation.ts';
import { describeStages, ZOO } from '../models/zoo.ts';
import type { TrainConfig } from './train-config.ts';

/** A preset leaves the engine to the machine. */
export type Preset = Omit<TrainConfig, 'engine'>;

/** Builds on no other model, and learns all that the votes say: as every run before there was a choice. */
export const PLAIN_LEARNING = {
  teachers: [],
  teacherWeight: 0.5,
  teachersSeeUndamaged: false,
  startFrom: null,
  targets: 'vote-shares',
} as const satisfies Partial<TrainConfig>;

/** The network that the page loads. */
const fast: Preset = {
  network: ZOO.fast,
  epochs: 60,
  batchSize: 128,
  workers: 2,
  peakLearningRate: 0.1,
  warmupSteps: 200,
  optimizer: { rule: { type: 'sgd', momentum: 0.9 }, weightDecay: 5e-4, clipNorm: null, averageDecay: 0.999 },
  augment: { ...DEFAULT_AUGMENTATION, erasing: 0.5 },
  weakShare: 0.05,
  weakAugment: { ...NO_AUGMENTATION, flip: 0.5, shift: 2, rotation: 5, scale: 0.05 },
  ...PLAIN_LEARNING,
  seed: 1,
};

/** The larger network, for machines that keep up. */
const accurate: Preset = { ...fast, network: ZOO.accurate, epochs: 90 };

/**
 * A teacher for the others, which begins with what a network that tells faces apart has learnt: give it that one with
 * `--start-from`.
 */
const mobilenet: Preset = {
  ...fast,
  network: ZOO.mobilenet,
  epochs: 12,
  peakLearningRate: 0.03,
  warmupSteps: 100,
  optimizer: { ...fast.optimizer, averageDecay: 0.995 },
  augment: { ...DEFAULT_AUGMENTATION, blur: 0.1, jpeg: 0.1, erasing: 0.25 },
};

/** Some seconds on a small data set: shows that everything runs, not how well. */
const smoke: Preset = {
  ...fast,
  network: describeStages('smoke', [[8], [16], [32], [32]], 0),
  epochs: 6,
  batchSize: 32,
  peakLearningRate: 0.2,
  warmupSteps: 10,
  optimizer: { ...fast.optimizer, averageDecay: 0.9 },
  augment: { ...NO_AUGMENTATION, flip: 0.5, shift: 1 },
};

/** The networks before convolutional ones with batch norm: they want Adam, and little else. */
const shallow: Preset = {
  ...fast,
  network: ZOO.mlp,
  epochs: 10,
  peakLearningRate: 1e-3,
  optimizer: {
    rule: { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    weightDecay: 0.01,
    clipNorm: 1,
    averageDecay: 0.99,
  },
  augment: { ...NO_AUGMENTATION, flip: 0.5, shift: 2 },
};
const perceptron: Preset = { ...shallow, network: ZOO.perceptron };
const mlp: Preset = shallow;
/** Its convolutions gain from seeing faces moved, which a network without them cannot make use of. */
const lenet5: Preset = {
  ...shallow,
  network: ZOO.lenet5,
  epochs: 25,
  augment: { ...shallow.augment, shift: 3, rotation: 10, scale: 0.1 },
};

/** Named training settings. */
export const PRESETS = { smoke, fast, accurate, mobilenet, perceptron, mlp, lenet5 };
export type PresetName = keyof typeof PRESETS;
