import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { HISTORIC_NAMES, MODEL_NAMES, pathOfModel } from '../../src/core/model-names.ts';

const PUBLIC = join(import.meta.dirname, '../../public');

/**
 * Names the page's programs by the networks that come with them, too: a site that has others is another version, though
 * the files of networks keep their addresses. What asks whether a site was updated looks for the program's name.
 */
export function nameByModels(): Plugin {
  return {
    name: 'mien:name-by-models',
    apply: 'build',
    config: () => ({
      build: { rolldownOptions: { output: { entryFileNames: `assets/[name]-[hash]-${hashModels(PUBLIC)}.js` } } },
    }),
  };
}

/**
 * Eight hexadecimal digits that change with any network: a manifest holds the hash of its weights.
 *
 * @param folder that holds `models/`
 * @throws ENOENT if a network is missing
 */
export function hashModels(folder: string): string {
  const hash = createHash('sha256');
  for (const name of [...MODEL_NAMES, ...HISTORIC_NAMES]) {
    for (const file of ['manifest.json', 'model.json'])
      hash.update(readFileSync(join(folder, pathOfModel(name), file)));
  }
  return hash.digest('hex').slice(0, 8);
}
