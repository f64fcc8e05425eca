import { readFile } from 'node:fs/promises';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { parseJson, writeJson } from '../../node/json-file.ts';
import { blindRecordSchema, type BlindScores } from '../../src/core/blind-scores.ts';
import { PLAIN_RULE } from '../../src/core/decision-rule.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import type { Evaluation } from '../scoring/evaluate-model.ts';
import { nameNetwork } from './model-card.ts';

/** Where `npm run evaluate:blind` writes, and page, model cards and `npm run figures` read. */
export const BLIND_SCORES_FILE = 'src/core/blind-scores.json';

/** What is recorded of an evaluation on PrivateTest. */
export function summariseBlind(manifest: ModelManifest, evaluation: Evaluation): BlindScores {
  const { decisions, weightsSha256 } = manifest;
  const { acting, plain, humanBaseline, metrics } = evaluation;
  const { labelHead, ...everyday } = metrics;
  return {
    weightsSha256,
    network: nameNetwork(manifest) ?? 'unnamed',
    split: 'PrivateTest',
    readings: {
      plain: { rule: PLAIN_RULE, ...plain },
      everyday: { rule: decisions.everyday, ...everyday },
      acting: { rule: decisions.acting, ...acting },
    },
    labelHead,
    humanBaseline,
    reported: [],
  };
}

/**
 * Puts a network's scores into the record, in the place of what was there of the same weights. What was only reported of
 * these stays: no measurement gives it again.
 *
 * @returns what the record has of the network now
 * @throws ExpectedError if the record is damaged
 */
export async function recordBlindScores(path: string, scores: BlindScores): Promise<BlindScores> {
  const known = parseJson(
    await readFile(path, 'utf8'),
    blindRecordSchema,
    (fault) => new ExpectedError(`${path} is damaged (${fault}); put it back as it was`),
  );
  const isSame = ({ weightsSha256 }: BlindScores) => weightsSha256 === scores.weightsSha256;
  const recorded = { ...scores, reported: known.find(isSame)?.reported ?? scores.reported };
  await writeJson(path, [...known.filter((other) => !isSame(other)), recorded]);
  return recorded;
}
