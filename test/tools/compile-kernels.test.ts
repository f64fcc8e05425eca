import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { provideWasmKernels } from '../../tools/compile-kernels.ts';

let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'mien-kernels-'));
});
afterAll(() => rm(cache, { recursive: true, force: true }));

/** The bytes that the plugin gives for a build, as Vite asks for them. */
async function load(build: string): Promise<Buffer> {
  const plugin = provideWasmKernels(cache) as unknown as {
    load: (this: { addWatchFile: (file: string) => void }, id: string) => Promise<string>;
  };
  const code = await plugin.load.call({ addWatchFile: () => undefined }, `\0virtual:wasm-kernels/${build}`);
  return Buffer.from(/atob\('([^']*)'\)/.exec(code)?.[1] ?? '', 'base64');
}

it('compiles the kernels once, and then takes them from the cache', async () => {
  const compiled = await load('simd');
  expect(WebAssembly.validate(new Uint8Array(compiled))).toBe(true);
  const [file, ...others] = await readdir(cache);
  expect(others).toEqual([]);
  await writeFile(join(cache, file as string), 'as kept');
  expect((await load('simd')).toString()).toBe('as kept');
});
