import { expect, it, vi } from 'vitest';
import { describeProblem } from '../../../src/app/engine-lifecycle/problem.ts';
import { loadOfOneVersion } from '../../../src/app/update/site-version.ts';

/** What comes of loading a file: what is in it, or the code of a failure. */
async function loadFile(file: Promise<string>, isKept: boolean, isUpdated: boolean) {
  const ask = vi.fn(() => Promise.resolve(isUpdated));
  const version = { isKept: () => isKept, isUpdated: ask };
  const outcome = await loadOfOneVersion(version, () => file).catch((error: unknown) => describeProblem(error).code);
  return { outcome, asked: ask.mock.calls.length };
}

it('takes what a service worker keeps without asking', async () => {
  expect(await loadFile(Promise.resolve('ours'), true, true)).toEqual({ outcome: 'ours', asked: 0 });
});

it('takes a file of the server while the site is what it was, and no newer one', async () => {
  expect(await loadFile(Promise.resolve('ours'), false, false)).toEqual({ outcome: 'ours', asked: 1 });
  expect(await loadFile(Promise.resolve('newer'), false, true)).toEqual({ outcome: 'site-updated', asked: 1 });
});

it('says that the site was updated where a file is gone for that reason', async () => {
  expect((await loadFile(Promise.reject(new TypeError('gone')), false, true)).outcome).toBe('site-updated');
  expect((await loadFile(Promise.reject(new TypeError('gone')), false, false)).outcome).toBe('internal');
});
