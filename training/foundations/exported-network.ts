import { isDeepStrictEqual } from 'node:util';
import { shortenHash } from '../../node/format.ts';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { MODEL_NAMES } from '../../src/core/model-names.ts';
import type { Normalisation } from '../../src/core/preprocess.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import type { ModelReference } from '../../src/core/foundations.ts';
import { foldDescription, type WeightedNetwork } from '../models/fold-batch-norm.ts';
import { NORMALISATION } from '../models/input-convention.ts';
import { describeMaking, listOutsideNetworks } from './model-lineage.ts';
import { buildLayersModel, readWeights } from '../models/layers-model.ts';
import {
  ModelFilesError,
  packModel,
  readModelFiles,
  type LoadedModel,
  type ModelFiles,
} from '../models/model-files.ts';
import { listHeads, type NetworkDescription } from '../../src/core/network-description.ts';

/** A model's file as data: what its layers are, with batch norm folded, and its weights. */
export interface StoredNetwork extends WeightedNetwork {
  /** SHA-256 of its weight file, hexadecimal. */
  readonly weightsSha256: string;
}

/** An exported model as data. */
export interface ExportedNetwork extends StoredNetwork {
  /** The settings of its training, as its manifest has them. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Reads a model folder that `npm run export` wrote. Its layers are those that its manifest's `training.config` names;
 * they are believed only if they make the very files that lie there. The tfjs wasm backend becomes current.
 *
 * @throws ModelFilesError if the folder cannot be read, its manifest does not describe its network, or its network
 * wants images that are not normalised as they are here
 */
export async function readExportedNetwork(folder: string): Promise<ExportedNetwork> {
  await prepareWasmBackend();
  const loaded = await readModelFiles(folder);
  try {
    requireNormalisation(folder, loaded.manifest.normalisation);
    const { files, manifest } = loaded;
    return {
      ...(await rebuildNetwork(loaded, folder)),
      weightsSha256: files.weightsSha256,
      config: manifest.training.config,
    };
  } finally {
    loaded.model.dispose();
  }
}

/**
 * Names a model folder so that it is known again.
 *
 * @throws ModelFilesError as `readExportedNetwork`
 */
export async function referToModel(folder: string): Promise<ModelReference> {
  return createReference(folder, await readExportedNetwork(folder));
}

/** The model of a folder, so that it is known again. */
export function createReference(folder: string, { network, weightsSha256, config }: ExportedNetwork): ModelReference {
  const hasShipped = MODEL_NAMES.some((name) => name === network.name);
  const madeBy = hasShipped ? null : describeMaking(config, folder);
  const outsideNetworks = listOutsideNetworks(config);
  return {
    folder,
    weightsSha256,
    ...(madeBy !== null && { madeBy }),
    ...(outsideNetworks.length > 0 && { outsideNetworks }),
  };
}

/**
 * Reads the model that a run was told to build on.
 *
 * @throws ModelFilesError as `readExportedNetwork`, or if the folder holds other weights by now
 */
export async function readReferredNetwork(reference: ModelReference): Promise<ExportedNetwork> {
  const found = await readExportedNetwork(reference.folder);
  requireSameWeights(reference, found);
  return found;
}

/** @throws ModelFilesError if what was found is not the model that a run began with */
export function requireSameWeights({ folder, weightsSha256 }: ModelReference, found: StoredNetwork): void {
  if (found.weightsSha256 === weightsSha256) return;
  throw new ModelFilesError(
    `${folder} no longer holds the model that the run began with (its weights' SHA-256 is ` +
      `${shortenHash(found.weightsSha256)}, not ${shortenHash(weightsSha256)}); put that model back, or train a new run`,
  );
}

function requireNormalisation(folder: string, { mean, std }: Normalisation): void {
  if (mean === NORMALISATION.mean && std === NORMALISATION.std) return;
  throw new ModelFilesError(
    `${folder} holds a network for images normalised by (byte - ${mean}) / ${std}, but this program trains on ` +
      `(byte - ${NORMALISATION.mean}) / ${NORMALISATION.std}; give a model that it exported`,
  );
}

/**
 * A loaded model as data: the layers that its manifest's `training.config` names, batch norm folded, and its weights.
 *
 * @param folder where it lies, for the error
 * @throws ModelFilesError if the layers do not make the very files that were loaded
 */
export async function rebuildNetwork(
  { files, manifest, model }: LoadedModel,
  folder: string,
): Promise<WeightedNetwork> {
  const refuse = (cause?: unknown) =>
    new ModelFilesError(
      `${folder}/manifest.json does not describe the network of ${folder}/model.json (training.config.network); export it again`,
      { cause },
    );
  let rebuilt: WeightedNetwork & { readonly files: ModelFiles };
  try {
    const network = foldDescription(manifest.training.config.network as NetworkDescription);
    const weights = readWeights(model, network);
    const built = buildLayersModel(network, weights);
    rebuilt = { network, weights, files: await packModel(built) };
    built.dispose();
  } catch (cause) {
    throw refuse(cause); // a description from a file can be wrong in any way
  }
  const heads = listHeads(rebuilt.network);
  const isSame =
    isDeepStrictEqual(parseLayers(rebuilt.files), parseLayers(files)) &&
    rebuilt.files.weightsSha256 === files.weightsSha256 &&
    heads.every(({ name, outputs }, k) => name === manifest.heads[k] && outputs === EXPRESSION_COUNT) &&
    heads.length === manifest.heads.length;
  if (!isSame) throw refuse();
  return { network: rebuilt.network, weights: rebuilt.weights };
}

/** The layers as tfjs writes them. */
function parseLayers({ modelJson }: ModelFiles): unknown {
  const { modelTopology } = JSON.parse(modelJson) as { modelTopology: { config?: { layers?: unknown } } };
  return modelTopology.config?.layers;
}
