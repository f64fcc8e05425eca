import * as v from 'valibot';
import { EXPRESSIONS, EXPRESSION_COUNT } from './expressions.ts';
import { INPUT_SIZE } from './preprocess.ts';

const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.gtValue(0));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const rulerSchema = v.object({
  n: count,
  correct: count,
  accuracy: share,
  meanRecall: share,
});

const manifestSchema = v.object({
  format: v.literal('mien-expression-model'),
  version: v.literal(1),
  /** Class order of the logits. */
  labels: v.pipe(v.array(v.string()), v.readonly()),
  input: v.object({ width: count, height: count, channels: count }),
  normalisation: v.object({ mean: finite, std: positive }),
  crop: v.object({ scale: positive, offsetX: finite, offsetY: finite }),
  decision: v.object({
    prior: v.pipe(v.array(positive), v.length(EXPRESSION_COUNT), v.readonly()),
    priorStrength: share,
    temperature: positive,
  }),
  /** SHA-256 of the weight file, hexadecimal. */
  weightsSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  parameters: count,
  /** Multiply-accumulates of one face. */
  macs: count,
  /** Scores on the validation split at export, by the rule above; absent where it had no rows with that ruler. */
  metrics: v.object({
    split: v.string(),
    fer2013Labels: v.nullable(rulerSchema),
    ferPlusMajority: v.nullable(rulerSchema),
  }),
  training: v.object({
    engine: v.string(),
    seed: count,
    epochs: count,
    rows: count,
    gitCommit: v.nullable(v.string()),
    config: v.record(v.string(), v.unknown()),
  }),
});

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
  const { width, height, channels } = manifest.input;
  if (width !== INPUT_SIZE || height !== INPUT_SIZE || channels !== 1) {
    throw new ManifestError(`input: expected ${INPUT_SIZE}x${INPUT_SIZE}x1, got ${width}x${height}x${channels}`);
  }
  const priorSum = manifest.decision.prior.reduce((sum, value) => sum + value, 0);
  if (Math.abs(priorSum - 1) > 1e-3) throw new ManifestError(`decision.prior: sums to ${priorSum}, not 1`);
  return manifest;
}
