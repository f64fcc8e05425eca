import path from 'node:path';
import ts from 'typescript';
import type { Plugin } from 'vite';

/** Where the declarations lie, beside what is built. */
const FOLDER = 'types';

/**
 * Puts TypeScript declarations beside what is built: `NAME.d.ts` for the entry, and those that it needs in `types/`, in the
 * folders of their sources.
 *
 * @param entry source file, from the root; a tsconfig.json lies in its folder
 */
export function provideDeclarations(entry: string): Plugin {
  let root = '';
  return {
    name: 'mien:declarations',
    apply: 'build',
    configResolved: (config) => void (root = config.root),
    generateBundle() {
      const emit = (fileName: string, source: string) => this.emitFile({ type: 'asset', fileName, source });
      for (const [file, source] of declare(root, entry)) emit(`${FOLDER}/${file}`, source);
      emit(`${path.parse(entry).name}.d.ts`, `export * from './${FOLDER}/${nameScript(entry)}';\n`);
    },
  };
}

/**
 * The declarations of a source file, and of what they name of other files, by their paths from the root.
 *
 * @throws Error if TypeScript can declare something only by what has no name there
 */
function declare(root: string, entry: string): Map<string, string> {
  const all = new Map<string, string>();
  const program = ts.createProgram([path.join(root, entry)], readOptions(path.join(root, path.dirname(entry))));
  const { diagnostics } = program.emit(
    undefined,
    (file, text) => all.set(path.relative(root, file), text),
    undefined,
    true,
  );
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost({})));

  const needed = new Map<string, string>();
  const take = (source: string): void => {
    const file = source.replace(/\.ts$/, '.d.ts');
    const text = all.get(file);
    if (needed.has(file) || text === undefined) return;
    const imports = ts.preProcessFile(text).importedFiles;
    needed.set(file, nameScripts(text, imports));
    for (const { fileName } of imports) take(path.join(path.dirname(source), fileName));
  };
  take(entry);
  return needed;
}

/** As the folder's tsconfig.json says, but as one program of all that it imports, wherever that lies. */
function readOptions(folder: string): ts.CompilerOptions {
  const file = path.join(folder, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, (name) => ts.sys.readFile(name)).config,
    ts.sys,
    folder,
  );
  const { rootDir } = options;
  return {
    ...options,
    composite: false,
    incremental: false,
    declaration: true,
    ...(rootDir === undefined ? {} : { outDir: rootDir }),
  };
}

/** Names the files that are imported as a program would import them that was built from them: every TypeScript follows that. */
function nameScripts(text: string, imports: readonly ts.FileReference[]): string {
  return imports.reduceRight(
    (named, { pos, fileName }) => named.slice(0, pos) + named.slice(pos).replace(fileName, () => nameScript(fileName)),
    text,
  );
}

function nameScript(source: string): string {
  return source.replace(/\.ts$/, '.js');
}
