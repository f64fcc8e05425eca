import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { startAll } from '../../node/start-all.ts';

it('gives all that has started, in order', async () => {
  const late = sleep(20).then(() => 'late');
  expect(await startAll([late, Promise.resolve(2)], () => Promise.resolve())).toEqual(['late', 2]);
});

it('releases what starts if anything fails, what starts later included, and says why', async () => {
  const release = vi.fn(() => Promise.reject(new Error('it cannot be released, either')));
  const late = sleep(20).then(() => 'late');
  const failing = Promise.reject(new Error('no room'));
  const failingToo = sleep(10).then(() => Promise.reject(new Error('no room, either')));
  await expect(startAll([Promise.resolve('first'), failing, failingToo, late], release)).rejects.toThrow(/^no room$/);
  expect(release.mock.calls).toEqual([['first'], ['late']]);
});
