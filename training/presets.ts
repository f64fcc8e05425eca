import { DEFAULT_AUGMENTATION, NO_AUGMENTATION } from './data/augment.ts';
import type { TrainConfig } from './train-config.ts';

/** The network that the page loads: 35 MMAC, 0.44 million parameters, 0.9 MB as float16. */
const fast: TrainConfig = {
  network: {
    stages: [
      [16, 16],
      [32, 32],
      [64, 64],
      [128, 128, 128],
    ],
  },
  epochs: 20,
  batchSize: 128,
  workers: 2,
  peakLearningRate: 0.1,
  warmupSteps: 200,
  optimizer: { momentum: 0.9, weightDecay: 5e-4, averageDecay: 0.998 },
  dropout: 0.2,
  augment: { ...DEFAULT_AUGMENTATION, erasing: 0.3 },
  weakShare: 0.1,
  weakAugment: { ...NO_AUGMENTATION, flip: 0.5, shift: 2, rotation: 5, scale: 0.05 },
  patience: 10,
  seed: 1,
};

/** Some seconds on a small data set: shows that everything runs, not how well. */
const smoke: TrainConfig = {
  ...fast,
  network: { stages: [[8], [16], [32], [32]] },
  epochs: 6,
  batchSize: 32,
  peakLearningRate: 0.2,
  warmupSteps: 10,
  optimizer: { ...fast.optimizer, averageDecay: 0.9 },
  dropout: 0,
  augment: { ...NO_AUGMENTATION, flip: 0.5, shift: 1 },
};

/** Named training settings. */
export const PRESETS = { smoke, fast };
export type PresetName = keyof typeof PRESETS;
