import type { io } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { ManifestError, parseManifest, type ModelManifest } from '../../core/model-manifest.ts';
import { EngineError } from '../link/engine-error.ts';
import { fetchModelFile, fetchModelJson, type FetchFile } from '../link/fetch-model-file.ts';

/** What a folder that `npm run export` wrote holds of a network. */
export interface NetworkFiles {
  readonly manifest: ModelManifest;
  /** In the tfjs layers-model format. */
  readonly modelJson: unknown;
  /** How the weights lie in their file. */
  readonly specs: io.WeightsManifestEntry[];
  readonly weights: ArrayBuffer;
}

/**
 * Fetches a network's files and checks that the weights are those that the manifest means.
 *
 * @param folderUrl where manifest.json, model.json and the weights are, with a trailing slash
 * @throws EngineError 'model-missing', or 'model-mismatch' where files and program disagree
 */
export async function fetchNetworkFiles(folderUrl: string, fetchFile: FetchFile): Promise<NetworkFiles> {
  const manifest = await fetchManifest(folderUrl, fetchFile);
  const modelJson = await fetchModelJson(`${folderUrl}model.json`, fetchFile);
  if (!v.is(layersModelSchema, modelJson)) {
    throw new EngineError('model-mismatch', 'model.json: expected a layers model with all weights in one file');
  }
  const [{ paths, weights: specs }] = modelJson.weightsManifest;
  const weights = await (await fetchModelFile(`${folderUrl}${paths[0]}`, fetchFile)).arrayBuffer();
  await checkHash(paths[0], weights, manifest.weightsSha256);
  return { manifest, modelJson, specs: specs as io.WeightsManifestEntry[], weights };
}

/**
 * Loads what a model's manifest says, without its network.
 *
 * @param folderUrl as for `fetchNetworkFiles`
 * @throws EngineError 'model-missing' or 'model-mismatch'
 */
export async function fetchManifest(folderUrl: string, fetchFile: FetchFile): Promise<ModelManifest> {
  return readManifest(await fetchModelJson(`${folderUrl}manifest.json`, fetchFile));
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
