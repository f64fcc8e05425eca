import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'vite';
import type { BenchBackend } from '../pipelines.ts';
import { countCallsInWorker } from './count-calls-in-worker.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** What static hosts compress; weights (`.bin`) they leave as they are. */
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm']);

/** Of 0..11: the best one takes many times as long for some percent. */
const BROTLI_QUALITY = 9;

/**
 * Builds all pages for production: Mien's app and its bench page by Mien's own configuration, the peers' pages by that
 * of the bench; and puts a Brotli version beside each file that hosts compress.
 *
 * @returns the site's folder, a new one that whoever calls removes: two runs do not meet
 */
export async function buildSite(backend: BenchBackend): Promise<string> {
  const site = await mkdtemp(path.join(tmpdir(), 'mien-bench-'));
  try {
    await buildPages(site, backend);
    await compressFiles(site);
  } catch (error) {
    await rm(site, { recursive: true, force: true });
    throw error;
  }
  return site;
}

async function buildPages(site: string, backend: BenchBackend): Promise<void> {
  await build({
    root: ROOT,
    configFile: path.join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    build: {
      outDir: path.join(site, 'mien'),
      rolldownOptions: { input: [path.join(ROOT, 'bench/pages/mien.html')] },
    },
    // On wasm there is nothing to count: the engine is the very one that ships.
    worker: { plugins: () => (backend === 'webgpu' ? [countCallsInWorker()] : []) },
  });
  await build({
    configFile: path.join(ROOT, 'bench/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: path.join(site, 'peers') },
  });
}

async function compressFiles(folder: string): Promise<void> {
  const compress = promisify(brotliCompress);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  const compressible = files.filter((file) => COMPRESSED.has(path.extname(file)));
  await Promise.all(
    compressible.map(async (file) => {
      const content = await readFile(file);
      const compressed = await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
      if (compressed.length < content.length) await writeFile(`${file}.br`, compressed);
    }),
  );
}
