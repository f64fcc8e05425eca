import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { MODEL_NAMES, type ModelName } from '../../src/core/model-names.ts';
import { folderOfModel, MANIFEST, parseManifestFile, restoreModelFiles } from '../../training/models/model-files.ts';

/** A network that ships, as its folder has it. */
export interface ShippedModel {
  readonly name: ModelName;
  readonly manifest: ModelManifest;
  /** Size of the weight file. */
  readonly bytes: number;
}

/** Puts back those that were being replaced when their writer was killed, so that they can be read. */
export async function restoreShippedModels(root: string): Promise<void> {
  for (const name of MODEL_NAMES) await restoreModelFiles(join(root, folderOfModel(name)));
}

/** The networks that the page can load, the smallest first. */
export function readShippedModels(root: string): ShippedModel[] {
  return MODEL_NAMES.map((name) => ({ name, folder: join(root, folderOfModel(name)) }))
    .filter(({ folder }) => existsSync(folder))
    .map(({ name, folder }) => ({
      name,
      manifest: parseManifestFile(folder, readFileSync(join(folder, MANIFEST), 'utf8')),
      bytes: statSync(join(folder, 'weights.bin')).size,
    }));
}
