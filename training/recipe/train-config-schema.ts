import * as v from 'valibot';
import { foundationsSchema } from '../../src/core/foundations.ts';
import { count, finite, positive, share } from '../../src/core/model-manifest.ts';
import { networkSchema } from '../models/network-schema.ts';
import type { AugmentConfig } from './augmentation.ts';
import type { OptimizerConfig } from './optimizer-config.ts';
import { PLAIN_LEARNING } from './presets.ts';
import { ENGINES, type TrainConfig } from './train-config.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const amount = v.pipe(finite, v.minValue(0));

const augmentSchema = v.strictObject({
  flip: share,
  shift: amount,
  rotation: amount,
  scale: amount,
  aspect: amount,
  contrast: amount,
  brightness: amount,
  blur: share,
  jpeg: share,
  erasing: share,
  erasedSides: v.tuple([whole, whole]),
  mixup: share,
} satisfies Record<keyof AugmentConfig, v.GenericSchema>);

const optimizerSchema = v.strictObject({
  rule: v.variant('type', [
    v.strictObject({ type: v.literal('sgd'), momentum: share }),
    v.strictObject({ type: v.literal('adam'), beta1: share, beta2: share, epsilon: positive }),
  ]),
  weightDecay: amount,
  clipNorm: v.nullable(positive),
  averageDecay: share,
} satisfies Record<keyof OptimizerConfig, v.GenericSchema>);

/**
 * The settings of a run as read from a file: none is unknown to this program. A run that began before there were
 * teachers, warm starts and other targets had none.
 */
export const trainConfigSchema: v.GenericSchema<unknown, TrainConfig> = v.strictObject({
  network: networkSchema,
  engine: v.picklist(ENGINES),
  epochs: whole,
  batchSize: whole,
  workers: whole,
  peakLearningRate: positive,
  warmupSteps: count,
  optimizer: optimizerSchema,
  augment: augmentSchema,
  targets: v.optional(v.picklist(['vote-shares', 'leading-vote']), PLAIN_LEARNING.targets),
  weakShare: share,
  weakAugment: augmentSchema,
  teacherWeight: v.optional(share, PLAIN_LEARNING.teacherWeight),
  teachersSeeUndamaged: v.optional(v.boolean(), PLAIN_LEARNING.teachersSeeUndamaged),
  ...foundationsSchema.entries,
  seed: count,
} satisfies Record<keyof TrainConfig, v.GenericSchema>);
