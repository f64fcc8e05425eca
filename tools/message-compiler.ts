import type { CompilerOptions } from '@inlang/paraglide-js';

const WORDS = `${import.meta.dirname}/../src/words`;

/**
 * How Paraglide compiles the sentences of src/words/*.json to one function each. Declarations are left to `npm run messages`:
 * they take seconds, which a build has no use for.
 */
export const MESSAGE_COMPILER: CompilerOptions = {
  project: `${WORDS}/project.inlang`,
  outdir: `${WORDS}/compiled`,
  // src/words/locale.svelte.ts knows which language is spoken; where nobody has asked it, English is.
  strategy: ['globalVariable', 'baseLocale'],
  isServer: 'false',
  cleanOutdir: false,
  emitReadme: false,
};
