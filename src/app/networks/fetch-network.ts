import { parseManifest, ManifestError, type ModelManifest } from '../../core/model-manifest.ts';
import { pathOfModel, type ModelName } from '../../core/model-names.ts';
import type { NetworkDescription } from '../../core/network-description.ts';
import { readNetwork } from '../../core/read-network.ts';
import { EngineError } from '../../engine/engine-client.ts';
import { fetchModelJson } from '../../engine/link/fetch-model-file.ts';

/** Address of a file in a network's folder. */
export function addressOf(name: ModelName, file: string): string {
  return new URL(pathOfModel(name) + file, document.baseURI).href;
}

/**
 * Fetches what is known of a network.
 *
 * @throws EngineError 'model-missing' or 'model-mismatch'
 */
export async function fetchManifest(name: ModelName): Promise<ModelManifest> {
  const json = await fetchModelJson(addressOf(name, 'manifest.json'), fetch);
  return refuseOthers(() => parseManifest(json), ManifestError);
}

/**
 * Fetches of which layers a network is made.
 *
 * @throws EngineError 'model-missing' or 'model-mismatch'
 */
export async function fetchNetwork(name: ModelName): Promise<NetworkDescription> {
  const json = await fetchModelJson(addressOf(name, 'model.json'), fetch);
  return refuseOthers(() => readNetwork(json), RangeError);
}

function refuseOthers<T>(read: () => T, Refusal: typeof ManifestError | typeof RangeError): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new EngineError('model-mismatch', error.message, { cause: error });
  }
}
