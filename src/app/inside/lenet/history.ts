import type { NetworkDescription } from '../../../core/network-description.ts';
import { isConvolution } from '../../../core/network-description.ts';
import { m } from '../../../words/compiled/messages.js';
import { writeNumber } from '../../../words/formats.ts';

/** Those that read side by side, in the order of their invention. */
export const READERS = ['perceptron', 'mlp', 'lenet5', 'fast'] as const;
export type ReaderName = (typeof READERS)[number];

/** When a network's design was new; null: today. */
export const READER_YEARS: Readonly<Record<ReaderName, number | null>> = {
  perceptron: 1957,
  mlp: 1986,
  lenet5: 1998,
  fast: null,
};

/** Whose design it is, and what it does. */
export function writeDesign(name: ReaderName, network: NetworkDescription): string {
  switch (name) {
    case 'perceptron':
      return m.lenet_design_perceptron();
    case 'mlp': {
      const hidden = network.layers.find(({ type }) => type === 'dense');
      return m.lenet_design_mlp({ count: writeNumber(hidden?.type === 'dense' ? hidden.units : 0) });
    }
    case 'lenet5':
      return m.lenet_design_lenet5();
    case 'fast':
      return m.lenet_design_fast({ count: writeNumber(network.layers.filter(isConvolution).length) });
    default:
      return name satisfies never;
  }
}
