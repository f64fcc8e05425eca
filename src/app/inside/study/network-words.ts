import type { ShippedName } from '../../../core/model-names.ts';
import { m } from '../../../words/compiled/messages.js';
import { MODEL_WORDS } from '../../shell/words.ts';

/** What the networks are called where those of all times stand beside each other. */
export const NETWORK_WORDS: Readonly<Record<ShippedName, () => string>> = {
  perceptron: m.lenet_name_perceptron,
  mlp: m.lenet_name_mlp,
  lenet5: m.lenet_name_lenet5,
  fast: () => m.lenet_name_cnn({ name: MODEL_WORDS.fast() }),
  accurate: () => m.lenet_name_cnn({ name: MODEL_WORDS.accurate() }),
};
