import type { RulerSummary } from '../../src/core/model-manifest.ts';
import type { DataHashes } from '../data/hash-data-set.ts';
import { writeWhole } from '../../node/whole-files.ts';

/** The networks before the page's one, in the order of their invention. Presets have the same names. */
export const ZOO_NAMES = ['perceptron', 'mlp', 'lenet5'] as const;
export type ZooName = (typeof ZOO_NAMES)[number];

/** Where `npm run train:zoo` writes and `npm run figures` reads. */
export const ZOO_RESULTS_FILE = 'training/zoo-results.json';

/** How well one network does, by its decision rule, on all of PublicTest. */
export interface ZooResult {
  readonly name: ZooName;
  readonly parameters: number;
  /** Multiply-accumulates of one face. */
  readonly macs: number;
  /** Epochs that were trained. */
  readonly epochs: number;
  /** Time that the training took, validation left out. */
  readonly seconds: number;
  readonly seed: number;
  readonly ferPlusMajority: ZooScore | null;
  readonly fer2013Labels: ZooScore | null;
}

export type ZooScore = Pick<RulerSummary, 'n' | 'correct' | 'accuracy' | 'interval' | 'meanRecall'>;

/** What `npm run train:zoo` found. */
export interface ZooResults {
  /** SHA-256 of the data set's files. */
  readonly dataHashes: DataHashes;
  readonly networks: readonly ZooResult[];
}

/** Writes them as JSON. */
export async function writeZooResults(path: string, results: ZooResults): Promise<void> {
  await writeWhole(path, JSON.stringify(results, null, 2) + '\n');
}
