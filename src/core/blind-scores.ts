import * as v from 'valibot';
import records from './blind-scores.json' with { type: 'json' };
import { isSameRule, PRIORS, type DecisionRules } from './decision-rule.ts';
import { humanBaselineSchema, ruleSchema, metricsSchema, sha256, share, strength } from './model-manifest.ts';

/** How answers are read off the logits: by one of the rules that ship with a model, or the highest one as it is. */
export const READINGS = [...PRIORS, 'plain'] as const;

const readingSchema = v.object({
  /** The rule that was in force when it was measured; the model's manifest may have another one by now. */
  rule: ruleSchema,
  fer2013Labels: v.nullable(metricsSchema),
  ferPlusMajority: v.nullable(metricsSchema),
});

const blindScoresSchema = v.object({
  /** SHA-256 of the weight file, hexadecimal: whose scores these are. */
  weightsSha256: sha256,
  /** What the network was called. */
  network: v.string(),
  split: v.literal('PrivateTest'),
  /** null: not measured in full. */
  readings: v.object({
    plain: v.nullable(readingSchema),
    everyday: v.nullable(readingSchema),
    acting: v.nullable(readingSchema),
  }),
  /** FER2013's labels, by the highest logit of the head for them; null without that head. */
  labelHead: v.nullable(metricsSchema),
  /** The network beside one person; null without votes. `everyday` is by the rule of that reading above. */
  humanBaseline: v.nullable(humanBaselineSchema),
  /**
   * Scores of other rules on the same faces, against the FER+ majority, that are known only as somebody reported them: to
   * a tenth of a point.
   */
  reported: v.pipe(
    v.array(
      v.object({
        /** How many times the log prior of the training targets came off the calibrated logits. */
        priorStrength: strength,
        accuracy: share,
        meanRecall: share,
      }),
    ),
    v.readonly(),
  ),
});

/** Which reading a score is of. */
export type ReadingName = (typeof READINGS)[number];
/** One way to read a network's logits, and its scores. */
export type BlindReading = Readonly<v.InferOutput<typeof readingSchema>>;
/**
 * Scores of one network on FER2013's PrivateTest, whose faces are blind: they trained nothing, and no recipe, rule or
 * promotion was chosen on them.
 */
export type BlindScores = Readonly<v.InferOutput<typeof blindScoresSchema>>;

/** The content of `blind-scores.json`. */
export const blindRecordSchema = v.pipe(v.array(blindScoresSchema), v.readonly());

/**
 * Checks the content of `blind-scores.json`.
 *
 * @throws v.ValiError if a value is missing or malformed
 */
export function parseBlindScores(json: unknown): readonly BlindScores[] {
  return v.parse(blindRecordSchema, json);
}

let known: readonly BlindScores[] | undefined; // not when imported: a command says in words that the file is damaged

/**
 * The blind scores of a network; null if nobody measured it.
 *
 * @throws v.ValiError if `blind-scores.json` is malformed
 */
export function findBlindScores(weightsSha256: string): BlindScores | null {
  known ??= parseBlindScores(records);
  return known.find((scores) => scores.weightsSha256 === weightsSha256) ?? null;
}

/** Whether the readings were measured by the very rules that the model has now. */
export function areRulesPresent({ readings }: BlindScores, decisions: DecisionRules): boolean {
  return PRIORS.every((prior) => {
    const reading = readings[prior];
    return !reading || isSameRule(reading.rule, decisions[prior]);
  });
}
