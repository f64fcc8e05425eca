import { statSync } from 'node:fs';
import path from 'node:path';
import { compile } from '@inlang/paraglide-js';
import type { Plugin } from 'vite';

const WORDS = path.resolve(import.meta.dirname, '../src/words');
const COMPILED = `${WORDS}/compiled`;

/** What the compiled messages come from: themselves, how they are compiled, and this file. */
const SOURCES = [`${WORDS}/en.json`, `${WORDS}/zh.json`, `${WORDS}/project.inlang/settings.json`, import.meta.filename];

/** Compiles the sentences of src/words/*.json to one function each, with types, unless that has been done. */
export async function compileMessages(): Promise<void> {
  const compiledAtMs = statSync(`${COMPILED}/messages.d.ts`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.every((file) => statSync(file).mtimeMs < compiledAtMs)) return;
  await compile({
    project: `${WORDS}/project.inlang`,
    outdir: COMPILED,
    // src/words/locale.svelte.ts knows which language is spoken; where nobody has asked it, English is.
    strategy: ['globalVariable', 'baseLocale'],
    isServer: 'false',
    // A file each: what a place says is loaded with the place.
    outputStructure: 'message-modules',
    emitTsDeclarations: true,
    emitReadme: false,
  });
}

/**
 * Compiles the messages before a build, and again when they change under the development server. Paraglide's own plug-in
 * would do so every time, in seconds, or else leave the types out.
 */
export function provideMessages(): Plugin {
  return {
    name: 'mien:messages',
    buildStart: compileMessages,
    configureServer({ watcher, config }) {
      watcher.on('change', (file) => {
        if (SOURCES.includes(file)) {
          compileMessages().catch((error: unknown) => config.logger.error(String(error)));
        }
      });
    },
  };
}
