import { INPUT_PIXELS } from '../../core/preprocess.ts';
import { pathOfModel, type ModelName } from '../../core/model-names.ts';
import { isBetterModel } from '../../core/rank-models.ts';
import { loadExpressionClassifier, type ExpressionClassifier } from './expression-classifier.ts';
import { fetchManifest } from './fetch-network-files.ts';
import { readResult } from '../device/pending-result.ts';
import type { FetchFile } from '../link/fetch-model-file.ts';

/** A network that is loaded. */
export interface LoadedModel {
  readonly name: ModelName;
  readonly classifier: ExpressionClassifier;
}

/** A network that is warm and computes what it should. */
export interface WarmModel extends LoadedModel {
  /** How far it is off, see `measureDeviation`. */
  readonly deviation: number;
}

/**
 * Loads one of the expression models onto the current tfjs backend.
 *
 * @param baseUrl folder that holds `models/`, with a trailing slash
 * @throws EngineError 'model-missing' or 'model-mismatch'
 */
export async function loadModel(baseUrl: string, name: ModelName, fetchFile: FetchFile): Promise<LoadedModel> {
  return { name, classifier: await loadExpressionClassifier(`${baseUrl}${pathOfModel(name)}`, fetchFile) };
}

/** Whether another model's manifest tells of a better network than the loaded one. Its network is not loaded for that. */
export async function isBetter(
  baseUrl: string,
  name: ModelName,
  { classifier }: LoadedModel,
  fetchFile: FetchFile,
): Promise<boolean> {
  const { metrics } = await fetchManifest(`${baseUrl}${pathOfModel(name)}`, fetchFile);
  return isBetterModel(metrics, classifier.manifest.metrics);
}

/** Rounds of the measurement below: few enough to go unnoticed. */
const ROUNDS = 5;

/** Median milliseconds of one face, of a network that is warm. */
export async function measureFaceMs({ classifier }: LoadedModel): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await readResult(classifier.beginClassify(new Uint8Array(INPUT_PIXELS)));
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return times[(ROUNDS - 1) / 2] as number;
}
