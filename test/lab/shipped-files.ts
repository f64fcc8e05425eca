import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { vi } from 'vitest';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { pathOfModel, type ShippedName } from '../../src/core/model-names.ts';
import { createLaboratory } from '../../src/lab/create-laboratory.ts';
import type { Laboratory, NetworkSource, OpenNetwork } from '../../src/lab/laboratory.ts';

/** Where the page of the tests is served from. */
const SITE = 'https://mien.test/';

/** What a network's folder holds that the page loads. */
export const PAGE_FILES = ['manifest.json', 'model.json', 'weights.bin'] as const;

/**
 * A laboratory on WebAssembly, as in its worker, on a page that serves `public/`. Of tfjs only what the worker has is
 * loaded: what a gradient needs must come with it.
 */
export async function startTestLaboratory(): Promise<Laboratory> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend did not start');
  vi.stubGlobal('fetch', async (url: string) => {
    const path = join('public', url.slice(SITE.length));
    return readFile(path).then(
      (bytes) => new Response(bytes),
      () => new Response(null, { status: 404 }),
    );
  });
  return createLaboratory(SITE);
}

/** Opens a network that must open. */
export async function openOrThrow(laboratory: Laboratory, source: NetworkSource): Promise<OpenNetwork> {
  const found = await laboratory.open(source);
  if ('code' in found) throw new Error(`${found.code}: ${found.detail}`);
  return found;
}

/** The files of a shipped network as a visitor would drop them, with changes in the place of some; null: left out. */
export async function readShippedFiles(
  name: ShippedName,
  changes: Partial<Record<(typeof PAGE_FILES)[number], string | Uint8Array<ArrayBuffer> | null>> = {},
): Promise<File[]> {
  const files = await Promise.all(
    PAGE_FILES.map(async (file) => {
      const change = changes[file];
      if (change === null) return [];
      const content = change ?? Uint8Array.from(await readFile(join('public', pathOfModel(name), file)));
      return [new File([content], file)];
    }),
  );
  return files.flat();
}

/** The drawn faces that a manifest brings, one by one. */
export function listGoldenFaces({ golden }: ModelManifest): Uint8Array<ArrayBuffer>[] {
  const pixels = Uint8Array.from(Buffer.from(golden.crops, 'base64'));
  return golden.logits.map((_, row) => pixels.slice(row * INPUT_PIXELS, (row + 1) * INPUT_PIXELS));
}
