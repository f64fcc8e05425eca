import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';
import { requireSameData } from '../data/hash-data-set.ts';
import { describeSplitRule, type ScoringRows } from '../data/read-data-set.ts';
import { listHeads } from '../../src/core/network-description.ts';
import { makeGoldenFaces } from './golden-faces.ts';
import { loadTrainedNetwork } from './load-trained-network.ts';
import { countCost } from '../../src/core/count-cost.ts';
import { CROP_GEOMETRY, NORMALISATION } from '../models/input-convention.ts';
import type { LoadedModel } from '../models/model-files.ts';
import { readCalibration } from '../run/calibration-file.ts';
import { readHistory } from '../run/run-folder.ts';
import { calibrateModel, selectOddRows, type Calibration } from '../scoring/calibrate-model.ts';
import { evaluateModel, type Evaluation } from '../scoring/evaluate-model.ts';

/** A network, ready to be written, and how good it is. */
export interface PackedModel extends LoadedModel {
  readonly whole: Evaluation;
  /** Without the rows that share a photograph with Training; null where no leakage list says which. */
  readonly clean: Evaluation | null;
  /** The odd rows, which the decision rules were not fitted to. */
  readonly heldOut: Evaluation;
}

/**
 * Packs a run's network as the page loads it. The decision rules are those that `npm run train:calibrate` left in
 * the run's folder, if they were made for these weights; else they are made now. All scores are of the very weights that are
 * packed, rounded to float16.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param rows PublicTest of the data that the run was trained on
 * @param everydayStrength see `calibrateModel`; if it is given, the rules are made anew
 * @throws RunFolderError if the run has no trained weights, or a damaged calibration
 * @throws ExpectedError if the rows are of other data, or too few to fit the rules to
 */
export async function packRun(runFolder: string, rows: ScoringRows, everydayStrength?: number): Promise<PackedModel> {
  const { description, network, files, model } = await loadTrainedNetwork(runFolder);
  const { config, dataHashes, gitCommit, paths, prior, trainingRows } = description;
  requireSameData(runFolder, dataHashes, rows.source);
  const kept = everydayStrength === undefined ? await readCalibration(runFolder, files.weightsSha256) : null;
  const calibration = kept ?? calibrateModel(model, prior, rows.all, everydayStrength);
  const { parameters, macs } = countCost(network);
  const history = await readHistory(runFolder);
  return describeModel({ files, model }, calibration, rows, {
    heads: listHeads(network).map((head) => head.name),
    parameters,
    macs,
    data: {
      hashes: { data: dataHashes.data, votes: dataHashes.votes ?? null, leakage: dataHashes.leakage ?? null },
      splitRule: describeSplitRule(paths),
      trainingRows,
    },
    training: {
      engine: config.engine,
      seed: config.seed,
      epochs: history.length,
      hours: history.reduce((sum, { seconds }) => sum + seconds, 0) / 3600,
      gitCommit,
      config: { ...config },
    },
  });
}

/**
 * Packs a model that was exported before: the same weights, decision rules made anew, scored anew.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param prior share of each class in the training targets
 * @param rows PublicTest
 * @param everydayStrength see `calibrateModel`
 * @throws ExpectedError if there are too few rows to fit the rules to
 */
export function repackModel(
  loaded: LoadedModel,
  prior: readonly number[],
  rows: ScoringRows,
  everydayStrength?: number,
): PackedModel {
  const { heads, parameters, macs, data, training } = loaded.manifest;
  const calibration = calibrateModel(loaded.model, prior, rows.all, everydayStrength);
  return describeModel(loaded, calibration, rows, { heads, parameters, macs, data, training });
}

/** What a manifest says that does not come from scoring. */
type Provenance = Pick<ModelManifest, 'heads' | 'parameters' | 'macs' | 'data' | 'training'>;

/** Scores a network and writes its manifest. How it stands corruptions is left for `promoteModel`. */
function describeModel(
  { files, model }: Pick<LoadedModel, 'files' | 'model'>,
  { decisions, record }: Calibration,
  rows: ScoringRows,
  { heads, parameters, macs, data, training }: Provenance,
): PackedModel {
  const rules = { normalisation: NORMALISATION, decisions };
  const whole = evaluateModel(model, rules, rows.all);
  const clean = rows.clean && evaluateModel(model, rules, rows.clean);
  const heldOut = evaluateModel(model, rules, selectOddRows(rows.all));
  const manifest: ModelManifest = {
    format: 'mien-expression-model',
    version: 5,
    labels: EXPRESSIONS,
    heads,
    input: { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 },
    normalisation: NORMALISATION,
    crop: CROP_GEOMETRY,
    decisions,
    weightsSha256: files.weightsSha256,
    parameters,
    macs,
    golden: makeGoldenFaces(model, NORMALISATION),
    metrics: {
      split: 'PublicTest',
      ...whole.metrics,
      clean: clean?.metrics ?? null,
      acting: whole.acting,
      robustness: null,
      humanBaseline: whole.humanBaseline,
      crossEntropy: whole.crossEntropy,
      targetEntropy: whole.targetEntropy,
    },
    calibration: record,
    data,
    training,
  };
  return { files, model, manifest, whole, clean, heldOut };
}
