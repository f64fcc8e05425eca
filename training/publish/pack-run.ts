import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';
import { describeSplitRule } from '../data/split-rule.ts';
import { listHeads } from '../models/network-description.ts';
import { loadTrainedNetwork } from './load-trained-network.ts';
import { countCost } from '../models/count-cost.ts';
import { CROP_GEOMETRY, NORMALISATION } from '../models/input-convention.ts';
import type { LoadedModel } from '../models/model-files.ts';
import { readCalibration } from '../run/calibration-file.ts';
import { readHistory } from '../run/run-folder.ts';
import { calibrateModel, selectOddRows } from '../scoring/calibrate-model.ts';
import { evaluateModel, type Evaluation } from '../scoring/evaluate-model.ts';
import type { ScoringRows } from '../scoring/scoring-rows.ts';

/** A run's network, ready to be written, and how good it is. */
export interface PackedRun extends LoadedModel {
  readonly whole: Evaluation;
  /** Without the rows that share a photograph with Training; null where no leakage list says which. */
  readonly clean: Evaluation | null;
  /** The odd rows, which neither temperature nor prior strength were fitted to. */
  readonly heldOut: Evaluation;
}

/**
 * Packs a run's network as the page loads it. The decision rule is the one that `npm run calibrate` left in the
 * run's folder, if it was fitted for these weights; else it is fitted now. All scores are of the very weights that are
 * packed, rounded to float16.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest
 * @param accuracyBudget see `fitDecisionRule`; if it is given, the rule is fitted anew
 * @throws RunFolderError if the run has no trained weights, or a damaged calibration
 * @throws DataError if there are too few rows to fit the rule to
 */
export async function packRun(runFolder: string, rows: ScoringRows, accuracyBudget?: number): Promise<PackedRun> {
  const { description, network, files, model } = await loadTrainedNetwork(runFolder);
  const { config, dataHashes, gitCommit, paths, prior, trainingRows } = description;
  const kept = accuracyBudget === undefined ? await readCalibration(runFolder, files.weightsSha256) : null;
  const { decision, record } = kept ?? calibrateModel(model, prior, rows.all, accuracyBudget);
  const rule = { normalisation: NORMALISATION, decision };
  const whole = evaluateModel(model, rule, rows.all);
  const clean = rows.clean && evaluateModel(model, rule, rows.clean);
  const heldOut = evaluateModel(model, rule, selectOddRows(rows.all));
  const { parameters, macs } = countCost(network);

  const manifest: ModelManifest = {
    format: 'mien-expression-model',
    version: 3,
    labels: EXPRESSIONS,
    heads: listHeads(network).map((head) => head.name),
    input: { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 },
    normalisation: NORMALISATION,
    crop: CROP_GEOMETRY,
    decision,
    weightsSha256: files.weightsSha256,
    parameters,
    macs,
    metrics: {
      split: 'PublicTest',
      ...whole.rulers,
      clean: clean?.rulers ?? null,
      crossEntropy: whole.crossEntropy,
      targetEntropy: whole.targetEntropy,
    },
    calibration: record,
    data: {
      hashes: { data: dataHashes.data, votes: dataHashes.votes ?? null, leakage: dataHashes.leakage ?? null },
      splitRule: describeSplitRule(paths),
      trainingRows,
    },
    training: {
      engine: config.engine,
      seed: config.seed,
      epochs: (await readHistory(runFolder)).length,
      gitCommit,
      config: { ...config },
    },
  };
  return { files, model, manifest, whole, clean, heldOut };
}
