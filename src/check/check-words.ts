import { areRulesPresent, type BlindScores } from '../core/blind-scores.ts';
import { LARGEST_DEVIATION } from '../core/measure-deviation.ts';
import type { ModelManifest } from '../core/model-manifest.ts';
import { m } from '../words/compiled/messages.js';
import { writeNumber, writePercent, writeRound } from '../words/formats.ts';
import type { EngineCheck } from './device-check.ts';

/** What the check has found so far. */
export const VERDICT_WORDS: Readonly<Record<EngineCheck['status'] | 'wrongBytes', () => string>> = {
  starting: m.check_verdict_starting,
  measuring: m.check_verdict_measuring,
  done: m.check_verdict_done,
  wrongBytes: m.check_verdict_wrong_bytes,
  failed: m.check_verdict_failed,
};

/**
 * How far the network is off on faces for which its outputs are known. One that is off by more than is allowed is not used:
 * the page says so in another place.
 */
export function writeGolden(deviation: number): string {
  const write = (share: number) => writeNumber(share, { style: 'percent', maximumSignificantDigits: 2 });
  return m.check_golden_right({ deviation: write(deviation), allowed: write(LARGEST_DEVIATION) });
}

/** How large the network is. */
export function writeModelSize({ parameters, macs }: ModelManifest): string {
  return m.check_model_size_value({ parameters: writeNumber(parameters), macs: writeRound(macs) });
}

/** A model's score against one kind of truth. */
export function writeScore(score: {
  readonly n: number;
  readonly accuracy: number;
  readonly meanRecall: number;
}): string {
  return m.check_model_score({
    accuracy: writePercent(score.accuracy, 1),
    count: writeNumber(score.n),
    recall: writePercent(score.meanRecall, 1),
  });
}

/** A model's score on blind faces, by its everyday rule. */
export function writeBlindScore(blind: BlindScores | null, { decisions }: ModelManifest): string {
  const score = blind?.readings.everyday?.ferPlusMajority;
  if (!blind || !score) return m.check_model_unmeasured();
  const written = writeScore(score);
  return areRulesPresent(blind, decisions) ? written : m.check_model_earlier_rule({ score: written });
}
