import * as v from 'valibot';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { parseJson, writeJson } from '../../node/json-file.ts';
import { count, finite, metricsSchema, type MetricsRecord } from '../../src/core/model-manifest.ts';
import { HISTORIC_NAMES, type HistoricName } from '../../src/core/model-names.ts';
import { dataHashesSchema, type DataHashes } from '../data/hash-data-set.ts';

/** Where `npm run train:zoo` writes and `npm run figures` reads. */
export const ZOO_RESULTS_FILE = 'training/zoo/results.json';

/** How well one network does, by its decision rule, on all of PublicTest. */
export interface ZooResult {
  readonly name: HistoricName;
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

export type ZooScore = Pick<MetricsRecord, 'n' | 'correct' | 'accuracy' | 'interval' | 'meanRecall'>;

/** What `npm run train:zoo` found. */
export interface ZooResults {
  /** SHA-256 of the data set's files. */
  readonly dataHashes: DataHashes;
  readonly networks: readonly ZooResult[];
}

const scoreSchema = v.nullable(v.pick(metricsSchema, ['n', 'correct', 'accuracy', 'interval', 'meanRecall']));

const resultsSchema: v.GenericSchema<unknown, ZooResults> = v.object({
  dataHashes: dataHashesSchema,
  networks: v.array(
    v.object({
      name: v.picklist(HISTORIC_NAMES),
      parameters: count,
      macs: count,
      epochs: count,
      seconds: finite,
      seed: count,
      ferPlusMajority: scoreSchema,
      fer2013Labels: scoreSchema,
    }),
  ),
});

/** Writes them as JSON. */
export async function writeZooResults(path: string, results: ZooResults): Promise<void> {
  await writeJson(path, results);
}

/**
 * Reads what was written.
 *
 * @param path of the file that holds the text, for the error
 * @throws ExpectedError that names the value that is damaged
 */
export function parseZooResults(text: string, path: string): ZooResults {
  return parseJson(
    text,
    resultsSchema,
    (fault) =>
      new ExpectedError(`${path} holds no figures of train:zoo (${fault}); write it anew with npm run train:zoo`),
  );
}
