import type { CompilerOptions } from '@inlang/paraglide-js';

const WORDS = `${import.meta.dirname}/../src/words`;

/** How Paraglide compiles the sentences of src/words/*.json to one function each, for Vite and for `npm run messages`. */
export const MESSAGE_COMPILER: CompilerOptions = {
  project: `${WORDS}/project.inlang`,
  outdir: `${WORDS}/compiled`,
  // src/words/locale.svelte.ts knows which language is spoken; where nobody has asked it, English is.
  strategy: ['globalVariable', 'baseLocale'],
  isServer: 'false',
  emitTsDeclarations: true,
  emitReadme: false,
};
