import { m } from '../../../words/compiled/messages.js';
import type { Way } from './three-ways.ts';

/** Of a weight as a float32. */
export const BYTES_PER_WEIGHT = 4;

/** What the ways are called, and what each of them gives an output. */
export const WAY_WORDS: Readonly<
  Record<Way, { readonly name: () => string; readonly text: (inputs: { count: string }) => string }>
> = {
  dense: { name: m.weights_dense, text: m.weights_dense_text },
  local: { name: m.weights_local, text: m.weights_local_text },
  shared: { name: m.weights_shared, text: m.weights_shared_text },
};
