import { NO_AUGMENTATION } from '../recipe/augmentation.ts';
import { keepFirstHead } from '../models/zoo.ts';
import type { ModelReference } from '../../src/core/foundations.ts';
import type { TrainConfig } from '../recipe/train-config.ts';

/** The recipe with one thing left out, changed or added. */
export interface Variant {
  /** Short, as in a file name. */
  readonly name: string;
  /** For a table. */
  readonly title: string;
  /** @param larger the `accurate` network that ships */
  readonly change: (recipe: TrainConfig, larger: ModelReference) => TrainConfig;
}

/** The first is the recipe itself, which the others are compared with. */
export const VARIANTS: readonly [Variant, ...Variant[]] = [
  { name: 'recipe', title: 'the recipe', change: (recipe) => recipe },
  {
    name: 'one-head',
    title: 'without the head for FER2013’s labels',
    change: (recipe) => ({ ...recipe, network: keepFirstHead(recipe.network) }),
  },
  {
    name: 'taught',
    title: 'with the larger network as its teacher',
    change: (recipe, larger) => ({ ...recipe, teachers: [larger] }),
  },
  {
    name: 'taught-undamaged',
    title: 'the same, which sees faces before they are damaged',
    change: (recipe, larger) => ({ ...recipe, teachers: [larger], teachersSeeUndamaged: true }),
  },
  {
    name: 'majority',
    title: 'the word with most votes instead of their shares',
    change: (recipe) => ({ ...recipe, targets: 'leading-vote' }),
  },
  { name: 'no-mixup', title: 'without mixup', change: changeAugment({ mixup: 0 }) },
  { name: 'no-degrading', title: 'without blur and JPEG', change: changeAugment({ blur: 0, jpeg: 0 }) },
  { name: 'no-erasing', title: 'without erasing', change: changeAugment({ erasing: 0 }) },
  {
    name: 'mirrored-only',
    title: 'faces mirrored, no other augmentation',
    change: (recipe) => ({ ...recipe, augment: { ...NO_AUGMENTATION, flip: 0.5 } }),
  },
  { name: 'no-average', title: 'last weights instead of averaged ones', change: changeOptimizer({ averageDecay: 0 }) },
  { name: 'no-decay', title: 'without weight decay', change: changeOptimizer({ weightDecay: 0 }) },
  {
    name: 'adam',
    title: 'AdamW instead of SGD',
    change: (recipe) => ({
      ...changeOptimizer({
        rule: { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
        weightDecay: 0.05,
      })(recipe),
      peakLearningRate: 1e-3,
    }),
  },
];

function changeAugment(changes: Partial<TrainConfig['augment']>): (recipe: TrainConfig) => TrainConfig {
  return (recipe) => ({ ...recipe, augment: { ...recipe.augment, ...changes } });
}

function changeOptimizer(changes: Partial<TrainConfig['optimizer']>): (recipe: TrainConfig) => TrainConfig {
  return (recipe) => ({ ...recipe, optimizer: { ...recipe.optimizer, ...changes } });
}
