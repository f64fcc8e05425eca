import * as v from 'valibot';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { parseJson, writeJson } from '../../node/json-file.ts';
import { count, finite, share, strength } from '../../src/core/model-manifest.ts';
import { dataHashesSchema, type DataHashes } from '../data/hash-data-set.ts';

/** Where `npm run train:ablate` writes and `npm run figures` reads. */
export const ABLATION_RESULTS_FILE = 'training/ablation/results.json';

/** What one variant came to with one seed, on all of PublicTest. */
export interface AblationRun {
  readonly variant: string;
  readonly seed: number;
  readonly epochs: number;
  /** Time that the training took, validation left out. */
  readonly seconds: number;
  /** FER+ majority by the everyday rule, as an export makes it; 0..1. */
  readonly accuracy: number;
  readonly meanRecall: number;
  /** Mean recall by the acting rule. */
  readonly actingMeanRecall: number;
  /** FER2013's labels by the head for them; null without one. */
  readonly labelAccuracy: number | null;
  /** Expected calibration error on the half that the rule was not fitted to. */
  readonly ece: number;
  /** The largest loss of accuracy to any of the corruptions, as a change: below 0. */
  readonly worstCorruption: number;
}

/** All runs so far; they share their data and how their decision rules were made. */
export interface AblationResults {
  readonly dataHashes: DataHashes;
  /** How many times the log prior the everyday rules take off; null: fitted class by class, as they were before. */
  readonly everydayStrength: number | null;
  readonly runs: readonly AblationRun[];
}

const resultsSchema: v.GenericSchema<unknown, AblationResults> = v.object({
  dataHashes: dataHashesSchema,
  everydayStrength: v.nullable(strength),
  runs: v.array(
    v.object({
      variant: v.string(),
      seed: count,
      epochs: count,
      seconds: finite,
      accuracy: share,
      meanRecall: share,
      actingMeanRecall: share,
      labelAccuracy: v.nullable(share),
      ece: share,
      worstCorruption: finite,
    }),
  ),
});

/** Writes them as JSON. */
export async function writeAblationResults(path: string, results: AblationResults): Promise<void> {
  await writeJson(path, results);
}

/**
 * Reads what was written.
 *
 * @param path of the file that holds the text, for the error
 * @throws ExpectedError that names the value that is damaged
 */
export function parseAblationResults(text: string, path: string): AblationResults {
  return parseJson(
    text,
    resultsSchema,
    (fault) =>
      new ExpectedError(`${path} holds no figures of train:ablate (${fault}); remove it, or put it back as it was`),
  );
}
