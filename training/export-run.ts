import { EXPRESSIONS } from '../src/core/expressions.ts';
import type { ModelManifest } from '../src/core/model-manifest.ts';
import { INPUT_SIZE } from '../src/core/preprocess.ts';
import { selectSamples, type Samples } from './data/samples.ts';
import { countMacs, foldBatchNorm } from './models/deployed-network.ts';
import { CROP_GEOMETRY, NORMALISATION } from './models/input-convention.ts';
import { packModel, unpackModel, writeModelFiles } from './models/model-files.ts';
import { buildNetwork } from './models/network.ts';
import { predictLogits } from './models/predict-logits.ts';
import { countValues, describeWeights, loadWeights } from './models/weight-layout.ts';
import { readBestWeights, readHistory, readRunDescription } from './run/run-folder.ts';
import { evaluateModel, type Evaluation } from './scoring/evaluate-model.ts';
import { fitDecisionRule } from './scoring/fit-decision-rule.ts';
import type { RulerScore } from './scoring/rulers.ts';

/** What was exported, and how good it is. */
export interface ExportedRun {
  readonly manifest: ModelManifest;
  /** Size of the three files' largest part, the weights. */
  readonly bytes: number;
  readonly whole: Evaluation;
  /** The odd rows, which neither temperature nor prior strength were fitted to. */
  readonly heldOut: Evaluation;
}

/**
 * Writes a run's best network as the page loads it. The decision rule is fitted to the even rows of the validation
 * split; all scores are of the very weights that are written, rounded to float16.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @throws RunFolderError if the run has no trained weights
 */
export async function exportRun(runFolder: string, outFolder: string, validation: Samples): Promise<ExportedRun> {
  const { config, prior, trainingRows, gitCommit } = await readRunDescription(runFolder);
  const history = await readHistory(runFolder);
  const trained = buildNetwork(config.network, config.seed).full;
  const slots = describeWeights(trained);
  loadWeights(trained, slots, await readBestWeights(runFolder, countValues(slots)));
  const files = await packModel(foldBatchNorm(trained, config.network));
  const model = await unpackModel(files);

  const fitting = selectSamples(validation, (row) => row % 2 === 0);
  const decision = fitDecisionRule(
    {
      logits: predictLogits(model, fitting.pixels, NORMALISATION),
      targets: fitting.targets,
      truth: fitting.hasVotes ? fitting.majority : fitting.labels,
    },
    prior,
  );
  const rule = { normalisation: NORMALISATION, decision };
  const whole = evaluateModel(model, rule, validation);
  const heldOut = evaluateModel(
    model,
    rule,
    selectSamples(validation, (row) => row % 2 === 1),
  );

  const manifest: ModelManifest = {
    format: 'mien-expression-model',
    version: 1,
    labels: EXPRESSIONS,
    input: { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 },
    normalisation: NORMALISATION,
    crop: CROP_GEOMETRY,
    decision,
    weightsSha256: files.weightsSha256,
    parameters: model.countParams(),
    macs: countMacs(model),
    metrics: {
      split: 'PublicTest',
      fer2013Labels: summarise(whole.rulers.fer2013Labels),
      ferPlusMajority: summarise(whole.rulers.ferPlusMajority),
    },
    training: {
      engine: 'tfjs-wasm',
      seed: config.seed,
      epochs: history.length,
      rows: trainingRows,
      gitCommit,
      config: { ...config },
    },
  };
  await writeModelFiles(outFolder, files, manifest);
  return { manifest, bytes: files.weights.length, whole, heldOut };
}

function summarise(score: RulerScore | null) {
  return score && { n: score.n, correct: score.correct, accuracy: score.accuracy, meanRecall: score.meanRecall };
}
