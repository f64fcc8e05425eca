import * as v from 'valibot';
import { PRIORS } from './decision-rule.ts';
import { EXPRESSIONS, EXPRESSION_COUNT } from './expressions.ts';
import { HEADS } from './heads.ts';
import { INPUT_PIXELS, INPUT_SIZE } from './preprocess.ts';

/** Any number but NaN and infinity. */
export const finite = v.pipe(v.number(), v.finite());
/** Above 0. */
export const positive = v.pipe(finite, v.gtValue(0));
/** A share, 0..1. */
export const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
/** A whole number from 0. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A SHA-256, hexadecimal. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** One value a class. */
export const perClass = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(v.array(schema), v.length(EXPRESSION_COUNT), v.readonly());
/** How many times the log prior comes off the logits. */
export const strength = v.pipe(finite, v.minValue(0));
const change = v.object({ before: v.pipe(finite, v.minValue(0)), after: v.pipe(finite, v.minValue(0)) });

/** Answers compared with one kind of truth. */
export const metricsSchema = v.object({
  n: count,
  correct: count,
  accuracy: share,
  /** 95 % interval of the accuracy (Wilson 1927). */
  interval: v.pipe(v.tuple([share, share]), v.readonly()),
  meanRecall: share,
  /** Recall of each class; null for a class without rows. */
  recalls: perClass(v.nullable(share)),
  macroF1: share,
  /** `confusion[truth][answer]`: number of rows. */
  confusion: perClass(perClass(count)),
});

/** Scores of one set of rows; null where it had no rows with a truth of that kind. */
const metricsByTruthSchema = v.object({
  fer2013Labels: v.nullable(metricsSchema),
  ferPlusMajority: v.nullable(metricsSchema),
  /** FER2013's labels, by the highest logit of the head for them; null without that head. */
  labelHead: v.nullable(metricsSchema),
});

/** See `DecisionRule`. */
export const ruleSchema = v.object({
  temperature: positive,
  logitOffsets: perClass(finite),
});

/**
 * Drawn faces and what the network gave for them at export, on tfjs, layer by layer: whoever runs it, by whatever code, must
 * get the same, see `measureDeviation`.
 */
const goldenSchema = v.object({
  /** n x 48 x 48 gray bytes, as `cropToGray` cuts them; base64. */
  crops: v.pipe(v.string(), v.base64()),
  /** n x (7 x heads), as the network puts them out. */
  logits: v.pipe(v.array(v.pipe(v.array(finite), v.readonly())), v.minLength(1), v.readonly()),
});

/** How logits become probabilities: see `DecisionRules`. */
export const decisionsSchema = v.object({ everyday: ruleSchema, acting: ruleSchema });

/** How a model stands what cameras and detectors do to faces, against the FER+ majority (without votes, the labels). */
const robustnessSchema = v.object({
  /** Faces as the data set has them. */
  uncorrupted: v.object({ accuracy: share, meanRecall: share }),
  corrupted: v.pipe(
    v.array(
      v.object({
        /** What was done to them, in a few words. */
        corruption: v.string(),
        accuracy: share,
        meanRecall: share,
        /** Accuracy less that of the uncorrupted faces. */
        change: v.pipe(finite, v.minValue(-1), v.maxValue(1)),
      }),
    ),
    v.readonly(),
  ),
});

/** How well votes can be told, by the network and from one person's vote, in nats: see `measureHumanBaseline`. */
export const humanBaselineSchema = v.object({
  n: count,
  /** Mean cross-entropy of the network's plain softmax to a face's votes. */
  network: v.pipe(finite, v.minValue(0)),
  /** The same of the network's everyday reading. */
  everyday: v.pipe(finite, v.minValue(0)),
  /** Mean cross-entropy of what one held-out person's vote tells of the others'. */
  person: v.pipe(finite, v.minValue(0)),
});

/**
 * How the decision rules came about, and what the everyday one does to the odd rows of the validation split; temperatures
 * were fitted to the even ones. Before: a plain softmax of the logits.
 */
export const calibrationSchema = v.object({
  /** Whose truth the temperatures were fitted to. */
  truth: v.picklist(['ferPlusMajority', 'fer2013Labels']),
  /** What the offsets of the rules are; null: fitted class by class, as up to version 4. */
  offsets: v.nullable(
    v.object({
      /** Share of each class in the training targets; sums to 1. */
      prior: perClass(positive),
      /** How many times its logarithm comes off the calibrated logits. */
      strengths: v.object({ everyday: strength, acting: strength }),
    }),
  ),
  /** Odd rows that have a truth. */
  n: count,
  /** Expected calibration error in 15 bins of equal width, 0..1 (Guo et al. 2017). */
  ece: change,
  /** Mean cross-entropy to the truth, in nats. */
  crossEntropy: change,
  /** Mean cross-entropy to the shares of the votes, in nats; null without votes. */
  voteCrossEntropy: v.nullable(change),
});

const manifestSchema = v.object({
  format: v.literal('mien-expression-model'),
  version: v.literal(5),
  /** Class order of the logits. */
  labels: v.pipe(v.array(v.string()), v.readonly()),
  /** What the outputs hold, seven logits each. */
  heads: v.pipe(v.array(v.picklist(HEADS)), v.minLength(1), v.readonly()),
  input: v.object({ width: count, height: count, channels: count }),
  normalisation: v.object({ mean: finite, std: positive }),
  crop: v.object({ scale: positive, offsetX: finite, offsetY: finite }),
  decisions: decisionsSchema,
  /** SHA-256 of the weight file, hexadecimal. */
  weightsSha256: sha256,
  parameters: count,
  /** Multiply-accumulates of one face. */
  macs: count,
  golden: goldenSchema,
  /** Scores on the validation split at export, by the everyday rule. */
  metrics: v.object({
    split: v.string(),
    ...metricsByTruthSchema.entries,
    /** The rows that the leakage list does not tie to Training; null without a list that names any. */
    clean: v.nullable(metricsByTruthSchema),
    /** The same rows by the acting rule. */
    acting: v.omit(metricsByTruthSchema, ['labelHead']),
    robustness: v.nullable(robustnessSchema),
    humanBaseline: v.nullable(humanBaselineSchema),
    /** Mean cross-entropy of the probabilities to the targets, in nats. */
    crossEntropy: v.pipe(finite, v.minValue(0)),
    /** The lowest that it can be. */
    targetEntropy: v.pipe(finite, v.minValue(0)),
  }),
  calibration: calibrationSchema,
  /** What the network was trained on. */
  data: v.object({
    /** SHA-256 of the files; null for a file that was not given. */
    hashes: v.object({ data: v.nullable(sha256), votes: v.nullable(sha256), leakage: v.nullable(sha256) }),
    /** Which rows trained, validated and tested, in a sentence or two. */
    splitRule: v.string(),
    trainingRows: count,
  }),
  training: v.object({
    engine: v.string(),
    seed: count,
    epochs: count,
    /** Time that the training took, validation left out; null where it was not kept. */
    hours: v.nullable(v.pipe(finite, v.minValue(0))),
    gitCommit: v.nullable(v.string()),
    /** All settings, the network's description among them. */
    config: v.record(v.string(), v.unknown()),
  }),
});

/** Faces whose logits are known. */
export type GoldenFaces = Readonly<v.InferOutput<typeof goldenSchema>>;
/** Scores against one kind of truth. */
export type MetricsRecord = Readonly<v.InferOutput<typeof metricsSchema>>;
/** Scores on corrupted faces. */
export type Robustness = Readonly<v.InferOutput<typeof robustnessSchema>>;
/** The network beside one person. */
export type HumanBaseline = Readonly<v.InferOutput<typeof humanBaselineSchema>>;
/** What calibration does. */
export type CalibrationRecord = Readonly<v.InferOutput<typeof calibrationSchema>>;

/** What travels with the weights, so that the page cannot disagree with the training. */
export type ModelManifest = Readonly<v.InferOutput<typeof manifestSchema>>;

/** Thrown when a manifest is not one, or does not fit this program. `detail` says which value is wrong. */
export class ManifestError extends Error {
  readonly detail: string;

  constructor(detail: string) {
    super(`the model's manifest does not fit this program: ${detail}`);
    this.name = 'ManifestError';
    this.detail = detail;
  }
}

/**
 * Checks a manifest as read from JSON.
 *
 * @throws ManifestError naming the first value that is missing, malformed or different from this program's
 */
export function parseManifest(json: unknown): ModelManifest {
  const result = v.safeParse(manifestSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw new ManifestError(`${v.getDotPath(issue) ?? 'manifest'}: ${issue.message}`);
  }
  const manifest = result.output;
  if (manifest.labels.join() !== EXPRESSIONS.join()) {
    throw new ManifestError(`labels: expected ${EXPRESSIONS.join(', ')}, got ${manifest.labels.join(', ')}`);
  }
  if (manifest.heads.some((head, k) => head !== HEADS[k])) {
    throw new ManifestError(`heads: expected ${HEADS.join(', ')} in this order, got ${manifest.heads.join(', ')}`);
  }
  const { width, height, channels } = manifest.input;
  if (width !== INPUT_SIZE || height !== INPUT_SIZE || channels !== 1) {
    throw new ManifestError(`input: expected ${INPUT_SIZE}x${INPUT_SIZE}x1, got ${width}x${height}x${channels}`);
  }
  const { crops, logits } = manifest.golden;
  // Four characters are three bytes, which whole crops are many times.
  if (crops.length * 3 !== logits.length * INPUT_PIXELS * 4) {
    throw new ManifestError(`golden.crops: expected ${logits.length} crops, got ${crops.length} characters`);
  }
  const outputs = manifest.heads.length * EXPRESSION_COUNT;
  if (logits.some((row) => row.length !== outputs)) {
    throw new ManifestError(
      `golden.logits: expected rows of ${outputs}, got ${logits.map((row) => row.length).join(', ')}`,
    );
  }
  for (const name of PRIORS) {
    requireSum(manifest.decisions[name].logitOffsets, 0, `decisions.${name}.logitOffsets`);
  }
  const { offsets } = manifest.calibration;
  if (offsets) requireSum(offsets.prior, 1, 'calibration.offsets.prior');
  return manifest;
}

/** @throws ManifestError if numbers do not add up */
function requireSum(values: readonly number[], expected: number, path: string): void {
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - expected) > 1e-3) throw new ManifestError(`${path}: sums to ${sum}, not ${expected}`);
}
