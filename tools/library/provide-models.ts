import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const MODELS = path.join(import.meta.dirname, '../../public/models');

/** Puts the networks of the page beside what is built. */
export function provideModels(): Plugin {
  let outDir = '';
  return {
    name: 'mien:models',
    apply: 'build',
    configResolved: ({ root, build }) => void (outDir = path.resolve(root, build.outDir)),
    writeBundle: () => cpSync(MODELS, path.join(outDir, 'models'), { recursive: true }),
  };
}
