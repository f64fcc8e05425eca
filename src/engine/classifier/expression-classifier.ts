import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { EXPRESSION_COUNT } from '../../core/expressions.ts';
import { pickHead } from '../../core/heads.ts';
import type { ModelManifest } from '../../core/model-manifest.ts';
import { INPUT_PIXELS, INPUT_SIZE, normalise } from '../../core/preprocess.ts';
import { chooseBatchSize } from '../device/batch-sizes.ts';
import { fetchNetworkFiles, type NetworkFiles } from './fetch-network-files.ts';
import { measureGoldenDeviation } from './check-golden-faces.ts';
import { createForwardPass, type ForwardPass } from '../device/create-forward-pass.ts';
import { describeError, EngineError } from '../link/engine-error.ts';
import type { FetchFile } from '../link/fetch-model-file.ts';
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
  const files = await fetchNetworkFiles(folderUrl, fetchFile);
  const { manifest } = files;
  const network = await loadNetwork(files);
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

async function loadNetwork({ manifest, modelJson, specs, weights }: NetworkFiles): Promise<LayersModel> {
  let network: LayersModel;
  try {
    const artifacts = io.getModelArtifactsForJSONSync(modelJson as io.ModelJSON, specs, weights);
    network = await loadLayersModel(io.fromMemory(artifacts));
  } catch (error) {
    throw new EngineError('model-mismatch', `model.json: ${describeError(error)}`, { cause: error });
  }
  try {
    checkShape('input', network.inputs[0]?.shape, [null, INPUT_SIZE, INPUT_SIZE, 1]);
    checkShape('output', network.outputs[0]?.shape, [null, manifest.heads.length * EXPRESSION_COUNT]);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function checkShape(what: string, found: readonly (number | null)[] | undefined, expected: (number | null)[]): void {
  if (found?.join() !== expected.join()) {
    throw new EngineError('model-mismatch', `model.json: ${what} is [${String(found)}], expected [${expected.join()}]`);
  }
}
