import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = path.join(import.meta.dirname, '../src/engine/wasm/assembly');
const ENTRY = 'kernels.ts';

/** The builds of the kernels: what each needs of a browser. */
const BUILDS = {
  simd: ['--enable', 'simd'],
  'relaxed-simd': ['--enable', 'simd', '--enable', 'relaxed-simd'],
} as const;

/** What is used of AssemblyScript's compiler. */
interface Compiler {
  readonly main: (
    flags: readonly string[],
    system: {
      readonly readFile: (name: string) => Promise<string | null>;
      readonly writeFile: (name: string, content: string | Uint8Array) => void;
      readonly listFiles: () => readonly string[];
      readonly stderr: { readonly write: (text: string) => void };
    },
  ) => Promise<{ readonly error: Error | null }>;
}

/** A string for all that TypeScript knows: the package's own types declare AssemblyScript's globals for everybody. */
const COMPILER = 'assemblyscript/asc' as string;

const PREFIX = 'virtual:wasm-kernels/';

/** Lets `virtual:wasm-kernels/BUILD` give the bytes of the kernels, compiled from AssemblyScript where it is asked for. */
export function provideWasmKernels(): Plugin {
  return {
    name: 'mien:wasm-kernels',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      const build = Object.entries(BUILDS).find(([name]) => id === `\0${PREFIX}${name}`);
      if (!build) return null;
      const { bytes, files } = await compileKernels(build[1]);
      for (const file of files) this.addWatchFile(file);
      const text = Buffer.from(bytes).toString('base64');
      return `export default Uint8Array.from(atob('${text}'), (character) => character.charCodeAt(0));`;
    },
  };
}

/** @throws Error with what the compiler says of the source */
async function compileKernels(features: readonly string[]): Promise<{ bytes: Uint8Array; files: readonly string[] }> {
  // Large, and not needed by whoever only reads the configuration.
  const { main } = (await import(COMPILER)) as Compiler;
  const output = 'kernels.wasm';
  const written = new Map<string, string | Uint8Array>();
  const files: string[] = [];
  let complaints = '';
  const { error } = await main([ENTRY, '--outFile', output, '-O3', '--noAssert', '--runtime', 'stub', ...features], {
    readFile: async (name) => {
      const file = path.join(FOLDER, name);
      const source = await readFile(file, 'utf8').catch(() => null);
      if (source === null) return null;
      files.push(file);
      return uncoverDecorators(source);
    },
    writeFile: (name, content) => void written.set(name, content),
    listFiles: () => [],
    stderr: { write: (text: string) => void (complaints += text) },
  });
  const bytes = written.get(output);
  if (error || !(bytes instanceof Uint8Array)) throw new Error(`${FOLDER}: ${complaints}`, { cause: error });
  return { bytes, files };
}

/** TypeScript, whose tools check the source as well, knows no decorators of functions: they stand in comments. */
function uncoverDecorators(source: string): string {
  return source.replaceAll(/^\/\/ (@inline)$/gm, '$1');
}
