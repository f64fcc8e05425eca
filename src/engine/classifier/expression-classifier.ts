import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { EXPRESSION_COUNT } from '../../core/expressions.ts';
import { pickHead } from '../../core/heads.ts';
import { ManifestError, parseManifest, type ModelManifest } from '../../core/model-manifest.ts';
import { INPUT_PIXELS, INPUT_SIZE, normalise } from '../../core/preprocess.ts';
import { chooseBatchSize } from '../device/batch-sizes.ts';
import { measureGoldenDeviation } from './check-golden-faces.ts';
import { createForwardPass, type ForwardPass } from '../device/create-forward-pass.ts';
import { describeError, EngineError } from '../link/engine-error.ts';
import { fetchModelFile, fetchModelJson, type FetchFile } from '../link/fetch-model-file.ts';
import type { PendingResult } from '../device/pending-result.ts';
import type { NetworkKernels } from '../link/protocol.ts';

/** Of a batch in which the WebAssembly kernels fill a round of faces and begin another. */
const OWN_BATCH_SIZES = [5];

export interface ExpressionClassifier {
  readonly manifest: ModelManifest;
  readonly kernels: NetworkKernels;
  /**
   * Lets the network read its manifest's golden faces.
   *
   * @param batchSizes how many faces it reads at once, one size after the other
   * @returns the largest of their deviations, see `measureDeviation`
   */
  measureDeviation(batchSizes: readonly number[]): Promise<number>;
  /**
   * Begins to classify faces, all in one batch, and does not wait for it.
   *
   * @param crops n x 48 x 48 gray bytes, as `cropToGray` cuts them, n at least 1
   * @returns n x 7 logits of the votes' head, from which the manifest's decision rules make probabilities
   * @throws RangeError if the bytes are not whole crops, or none
   */
  beginClassify(crops: Uint8Array): PendingResult<Float32Array<ArrayBuffer>>;
  /** Frees the network; to be called once, and nothing else from then on. */
  dispose(): void;
}

/**
 * Loads the expression model onto the current tfjs backend.
 *
 * @param folderUrl where manifest.json, model.json and the weights are, with a trailing slash
 * @throws EngineError 'model-missing', or 'model-mismatch' where manifest, network, weights and program disagree
 */
export async function loadExpressionClassifier(
  folderUrl: string,
  fetchFile: FetchFile = fetch,
): Promise<ExpressionClassifier> {
  const manifest = await fetchManifest(folderUrl, fetchFile);
  const network = await loadNetwork(folderUrl, manifest, fetchFile);
  const measure = (run: ForwardPass, batchSizes: readonly number[]) =>
    measureGoldenDeviation(manifest.golden, (crops) => beginOutputs(run, manifest, crops), batchSizes);
  const { run, kernels, dispose } = await createForwardPass(network, (own) => measure(own, OWN_BATCH_SIZES));
  return {
    manifest,
    kernels,
    measureDeviation: (batchSizes) => measure(run, batchSizes),
    beginClassify: (crops) => beginClassify(run, manifest, crops),
    dispose,
  };
}

/**
 * Loads what a model's manifest says, without its network.
 *
 * @param folderUrl as for `loadExpressionClassifier`
 * @throws EngineError 'model-missing' or 'model-mismatch'
 */
export async function fetchManifest(folderUrl: string, fetchFile: FetchFile = fetch): Promise<ModelManifest> {
  return readManifest(await fetchModelJson(`${folderUrl}manifest.json`, fetchFile));
}

function beginClassify(
  run: ForwardPass,
  manifest: ModelManifest,
  crops: Uint8Array,
): PendingResult<Float32Array<ArrayBuffer>> {
  const pending = beginOutputs(run, manifest, crops);
  return { ...pending, decode: (values) => pickHead(pending.decode(values), manifest.heads.length, 'votes') };
}

/** @returns n x (7 x heads) */
function beginOutputs(
  run: ForwardPass,
  { normalisation, heads }: ModelManifest,
  crops: Uint8Array,
): PendingResult<Float32Array> {
  const faceCount = crops.length / INPUT_PIXELS;
  if (!Number.isInteger(faceCount) || faceCount === 0) {
    throw new RangeError(`${crops.length} bytes are not whole crops of ${INPUT_PIXELS}`);
  }
  const batchSize = chooseBatchSize(faceCount);
  const values = new Float32Array(batchSize * INPUT_PIXELS);
  normalise(crops, normalisation, values);
  const pending = run(values, [batchSize, INPUT_SIZE, INPUT_SIZE, 1]);
  const decode = (outputs: Float32Array) =>
    pending.decode(outputs).subarray(0, faceCount * heads.length * EXPRESSION_COUNT);
  return { output: pending.output, decode, release: () => pending.release() };
}

function readManifest(json: unknown): ModelManifest {
  try {
    return parseManifest(json);
  } catch (error) {
    if (error instanceof ManifestError) throw new EngineError('model-mismatch', error.detail, { cause: error });
    throw error;
  }
}

/** What this program relies on in a model.json; tfjs checks the rest. */
const layersModelSchema = v.looseObject({
  weightsManifest: v.strictTuple([
    v.looseObject({ paths: v.strictTuple([v.string()]), weights: v.array(v.unknown()) }),
  ]),
});

async function loadNetwork(
  folderUrl: string,
  { heads, weightsSha256 }: ModelManifest,
  fetchFile: FetchFile,
): Promise<LayersModel> {
  const modelJson = await fetchModelJson(`${folderUrl}model.json`, fetchFile);
  if (!v.is(layersModelSchema, modelJson)) {
    throw new EngineError('model-mismatch', 'model.json: expected a layers model with all weights in one file');
  }
  const [{ paths, weights: specs }] = modelJson.weightsManifest;
  const weights = await (await fetchModelFile(`${folderUrl}${paths[0]}`, fetchFile)).arrayBuffer();
  await checkHash(paths[0], weights, weightsSha256);
  let network: LayersModel;
  try {
    const artifacts = io.getModelArtifactsForJSONSync(
      modelJson as unknown as io.ModelJSON,
      specs as io.WeightsManifestEntry[],
      weights,
    );
    network = await loadLayersModel(io.fromMemory(artifacts));
  } catch (error) {
    throw new EngineError('model-mismatch', `model.json: ${describeError(error)}`, { cause: error });
  }
  try {
    checkShape('input', network.inputs[0]?.shape, [null, INPUT_SIZE, INPUT_SIZE, 1]);
    checkShape('output', network.outputs[0]?.shape, [null, heads.length * EXPRESSION_COUNT]);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

async function checkHash(path: string, bytes: ArrayBuffer, expected: string): Promise<void> {
  // Browsers keep `subtle` from insecure pages, which can do all else that is needed here.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== expected) {
    throw new EngineError('model-mismatch', `${path}: its SHA-256 is ${found}, the manifest says ${expected}`);
  }
}

function checkShape(what: string, found: readonly (number | null)[] | undefined, expected: (number | null)[]): void {
  if (found?.join() !== expected.join()) {
    throw new EngineError('model-mismatch', `model.json: ${what} is [${String(found)}], expected [${expected.join()}]`);
  }
}
