import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { makePool } from '../../../../src/app/inside/windows/make-window.ts';
import { readPooledMap } from '../../../../src/app/inside/windows/read-pooled-map.ts';
import { drawFace } from '../../../../src/core/draw-face.ts';
import { createLaboratory } from '../../../../src/lab/create-laboratory.ts';
import type { FarLaboratory, LaboratoryClient, OpenNetwork } from '../../../../src/lab/lab-client.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';

beforeAll(prepareWasmBackend);
afterEach(() => vi.unstubAllGlobals());

it('reads the map that the fast network pools: maximum, size 2 and stride 2 give what it goes on with', async () => {
  vi.stubGlobal('fetch', async (url: string) => new Response(await readFile(url)));
  const laboratory = createLaboratory('public/');
  const lab: LaboratoryClient = {
    ask: (question) => question(laboratory as unknown as FarLaboratory),
    stopped: new Promise(() => undefined),
    dispose: () => undefined,
  };
  const network = (await laboratory.open({ name: 'fast' })) as OpenNetwork;
  const crop = drawFace('surprise');
  const before = await readPooledMap(lab, network, crop);
  expect(before.shape).toEqual([48, 48, 16]);
  const after = laboratory.slide(before, makePool('max', 2, 2));
  const pool = network.network.layers.find(({ type }) => type === 'max-pool')?.name ?? '';
  const expected = laboratory.read(network.id, crop, [pool]).outputs.get(pool);
  expect(after?.shape).toEqual([24, 24, 16]);
  expect(after?.values).toEqual(expected);
  expect(Math.max(...(expected ?? []))).toBeGreaterThan(0);
});
