import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = path.join(import.meta.dirname, '../src/engine/wasm/assembly');
const ENTRY = 'kernels.ts';

/** Compiling takes seconds, and the sources change rarely. Safe to delete at any time. */
const CACHE = path.join(import.meta.dirname, '../.cache/kernels');

/** Whatever else decides the bytes: this file holds the flags, the lock file the compiler's version. */
const RECIPE = [import.meta.filename, path.join(import.meta.dirname, '../package-lock.json')];

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

/**
 * Lets `virtual:wasm-kernels/BUILD` give the bytes of the kernels, compiled from AssemblyScript where it is asked for and
 * not known yet.
 *
 * @param cacheFolder where compiled kernels are kept from one build to the next, by the hash of all that they are made from
 */
export function provideWasmKernels(cacheFolder = CACHE): Plugin {
  return {
    name: 'mien:wasm-kernels',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      const build = Object.entries(BUILDS).find(([name]) => id === `\0${PREFIX}${name}`);
      if (!build) return null;
      const files = (await readdir(FOLDER))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => path.join(FOLDER, name));
      for (const file of files) this.addWatchFile(file);
      const cached = path.join(cacheFolder, `${build[0]}-${await hashFiles([...RECIPE, ...files])}.wasm`);
      const bytes = (await readIfThere(cached)) ?? (await keep(cached, await compileKernels(build[1])));
      const text = Buffer.from(bytes).toString('base64');
      return `export default Uint8Array.from(atob('${text}'), (character) => character.charCodeAt(0));`;
    },
  };
}

/** SHA-256 of the files' names and contents, hexadecimal. */
async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${path.basename(file)}\0`).update(await readFile(file));
  return hash.digest('hex');
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  return readFile(file).catch(() => null);
}

/** Renamed into place, so that a build that is broken off leaves no half file. */
async function keep(file: string, bytes: Uint8Array): Promise<Uint8Array> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
  return bytes;
}

/** @throws Error with what the compiler says of the source */
async function compileKernels(features: readonly string[]): Promise<Uint8Array> {
  // Large, and not needed by whoever only reads the configuration.
  const { main } = (await import(COMPILER)) as Compiler;
  const output = 'kernels.wasm';
  const written = new Map<string, string | Uint8Array>();
  let complaints = '';
  const { error } = await main([ENTRY, '--outFile', output, '-O3', '--noAssert', '--runtime', 'stub', ...features], {
    readFile: async (name) => {
      const source = await readFile(path.join(FOLDER, name), 'utf8').catch(() => null);
      return source === null ? null : uncoverDecorators(source);
    },
    writeFile: (name, content) => void written.set(name, content),
    listFiles: () => [],
    stderr: { write: (text: string) => void (complaints += text) },
  });
  const bytes = written.get(output);
  if (error || !(bytes instanceof Uint8Array)) throw new Error(`${FOLDER}: ${complaints}`, { cause: error });
  return bytes;
}

/** TypeScript, whose tools check the source as well, knows no decorators of functions: they stand in comments. */
function uncoverDecorators(source: string): string {
  return source.replaceAll(/^\/\/ (@inline)$/gm, '$1');
}
