import { parseManifest, ManifestError, type ModelManifest } from '../../core/model-manifest.ts';
import { pathOfModel, type ModelName, type ShippedName } from '../../core/model-names.ts';
import type { NetworkDescription } from '../../core/network-description.ts';
import { readNetwork } from '../../core/read-network.ts';
import { EngineError } from '../../engine/engine-client.ts';
import { fetchModelJson } from '../../engine/link/fetch-model-file.ts';
import { loadOfOneVersion, type SiteVersion } from '../update/site-version.ts';

/** Address of a file in a network's folder. */
export function addressOf(name: ShippedName, file: string): string {
  return new URL(pathOfModel(name) + file, document.baseURI).href;
}

/**
 * Fetches what is known of a network.
 *
 * @throws EngineError 'model-missing' or 'model-mismatch'; SiteUpdatedError if the server has another version's
 */
export async function fetchManifest(name: ModelName, version: SiteVersion): Promise<ModelManifest> {
  const json = await fetchJson(name, 'manifest.json', version);
  return refuseOthers(() => parseManifest(json), ManifestError);
}

/**
 * Fetches of which layers a network is made.
 *
 * @throws EngineError 'model-missing' or 'model-mismatch'; SiteUpdatedError if the server has another version's
 */
export async function fetchNetwork(name: ShippedName, version: SiteVersion): Promise<NetworkDescription> {
  const json = await fetchJson(name, 'model.json', version);
  return refuseOthers(() => readNetwork(json), RangeError);
}

function fetchJson(name: ShippedName, file: string, version: SiteVersion): Promise<unknown> {
  return loadOfOneVersion(version, () => fetchModelJson(addressOf(name, file), fetch));
}

function refuseOthers<T>(read: () => T, Refusal: typeof ManifestError | typeof RangeError): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new EngineError('model-mismatch', error.message, { cause: error });
  }
}
