import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Float16Array } from '@petamoriken/float16';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { ManifestError, parseManifest, type ModelManifest } from '../../src/core/model-manifest.ts';
import { HISTORIC_NAMES, MODEL_NAMES, pathOfModel, type ShippedName } from '../../src/core/model-names.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { ignoreMissing, replaceFiles, restoreFiles } from '../../node/whole-files.ts';
import { isTeacher } from './zoo.ts';

/** Where the page's networks live, each in a folder of its name. */
export const MODELS_FOLDER = 'public/models/expression';

/** Where one of the page's networks lives. */
export function folderOfModel(name: ShippedName): string {
  return `public/${pathOfModel(name)}`.slice(0, -1);
}

/** Where a network of this name goes: the page's networks have their own folders, all others stand in for the small one. */
export function chooseModelFolder(networkName: string | undefined): string {
  return folderOfModel([...MODEL_NAMES, ...HISTORIC_NAMES].find((name) => name === networkName) ?? 'fast');
}

/**
 * Where an export goes that was told no folder.
 *
 * @throws ModelFilesError if the network is a teacher, which has no place in the page
 */
export function chooseExportFolder(networkName: string): string {
  if (!isTeacher(networkName)) return chooseModelFolder(networkName);
  throw new ModelFilesError(
    `${networkName} is a teacher, too slow for the page; say with --out where it goes, outside public/`,
  );
}

const MODEL = 'model.json';
const WEIGHTS = 'weights.bin';
/** Name of the manifest in a model's folder. */
export const MANIFEST = 'manifest.json';
/** Name of the model card in a model's folder. */
export const MODEL_CARD = 'MODEL_CARD.md';

/** What a model's folder holds, in the order in which it is replaced: without its manifest it is no model. */
export const MODEL_FILES = [MODEL, WEIGHTS, MODEL_CARD, MANIFEST] as const;

/** Thrown when a model folder cannot be used; the message says why and what to do. */
export class ModelFilesError extends ExpectedError {}

/** A network in the tfjs layers-model format, its weights rounded to float16. */
export interface ModelFiles {
  readonly modelJson: string;
  readonly weights: Uint8Array;
  /** SHA-256 of `weights`, hexadecimal. */
  readonly weightsSha256: string;
}

/** Packs a network: weights of 32 bits become 16, which halves the download. */
export async function packModel(model: LayersModel): Promise<ModelFiles> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((saved) => {
      artifacts = saved;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  const { modelTopology, weightSpecs, weightData } = artifacts as Required<tf.io.ModelArtifacts>;
  const halves = new Float16Array(new Float32Array(tf.io.CompositeArrayBuffer.join(weightData)));
  const weights = new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength);
  const specs = weightSpecs.map((spec) => ({ ...spec, quantization: { dtype: 'float16' } }));
  const json = { format: 'layers-model', modelTopology, weightsManifest: [{ paths: [WEIGHTS], weights: specs }] };
  return {
    modelJson: JSON.stringify(json) + '\n',
    weights,
    weightsSha256: createHash('sha256').update(weights).digest('hex'),
  };
}

/** A network with its files and its manifest. */
export interface LoadedModel {
  readonly files: ModelFiles;
  readonly model: LayersModel;
  readonly manifest: ModelManifest;
}

/**
 * Writes a packed network, its manifest and its model card all at once: see `replaceFiles`. A model that was in the
 * folder stays whole until the new one is.
 *
 * @param card in Markdown, see `describeModelCard`
 */
export async function writeModelFiles(
  folder: string,
  files: ModelFiles,
  manifest: ModelManifest,
  card: string,
): Promise<void> {
  const contents: Readonly<Record<(typeof MODEL_FILES)[number], string | Uint8Array>> = {
    [MODEL]: files.modelJson,
    [WEIGHTS]: files.weights,
    [MODEL_CARD]: card,
    [MANIFEST]: JSON.stringify(manifest, null, 2) + '\n',
  };
  await replaceFiles(
    folder,
    MODEL_FILES.map((name) => ({ name, content: contents[name] })),
  );
}

/** Whether a folder holds a model or parts of one, readable or not. */
export async function holdsModelFiles(folder: string): Promise<boolean> {
  const names = (await readdir(folder).catch(ignoreMissing)) ?? [];
  return MODEL_FILES.some((name) => names.includes(name));
}

/** Puts back a model that was being replaced when its writer was killed. */
export async function restoreModelFiles(folder: string): Promise<void> {
  await restoreFiles(MODEL_FILES.map((name) => join(folder, name)));
}

/**
 * Loads a network as it was written. A model that was being replaced when its writer was killed is put back first.
 *
 * @throws ModelFilesError if the folder holds no model, or parts that do not belong together
 */
export async function readModelFiles(folder: string): Promise<LoadedModel> {
  const read = async (name: string) => {
    try {
      return await readFile(join(folder, name));
    } catch (cause) {
      throw new ModelFilesError(`${join(folder, name)} cannot be read; give a folder that \`npm run export\` wrote`, {
        cause,
      });
    }
  };
  await restoreModelFiles(folder);
  // In this order, so that of several files that are not there it is always the same one that is named.
  const manifestJson = await read(MANIFEST);
  const modelJson = await read(MODEL);
  const weights = await read(WEIGHTS);
  const manifest = parseManifestFile(folder, manifestJson.toString());
  const weightsSha256 = createHash('sha256').update(weights).digest('hex');
  if (weightsSha256 !== manifest.weightsSha256) {
    throw new ModelFilesError(`${join(folder, WEIGHTS)} is not the file that its manifest describes; export it again`);
  }
  const files = { modelJson: modelJson.toString(), weights, weightsSha256 };
  try {
    return { files, model: await unpackModel(files), manifest };
  } catch (cause) {
    throw new ModelFilesError(`${join(folder, MODEL)} does not describe a network for these weights; export it again`, {
      cause,
    });
  }
}

/** The network that a page will load from these files. */
export async function unpackModel({
  modelJson,
  weights,
}: Pick<ModelFiles, 'modelJson' | 'weights'>): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(modelJson) as tf.io.ModelJSON;
  return loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
}

/**
 * Reads a manifest, of an earlier version of this program, too.
 *
 * @param folder of the model, for the error
 * @throws ModelFilesError that names the file and the value that is wrong
 */
export function parseManifestFile(folder: string, json: string): ModelManifest {
  try {
    return parseManifest(JSON.parse(json));
  } catch (cause) {
    if (!(cause instanceof ManifestError || cause instanceof SyntaxError)) throw cause;
    throw new ModelFilesError(`${join(folder, MANIFEST)}: ${cause.message}`, { cause });
  }
}
