import { expect, it } from 'vitest';
import { startWorker } from '../../node/worker-channel.ts';

/** Of what `slow-worker.ts` shares. */
const DISPOSED_AFTER = 1;

async function start() {
  const shared = new SharedArrayBuffer(8);
  const worker = await startWorker<number, number>(
    new URL('../training/engines/slow-worker.ts', import.meta.url),
    shared,
  );
  return { worker, done: new Int32Array(shared) };
}

it('a worker gives back what it holds before it ends, once it has answered', async () => {
  const { worker, done } = await start();
  expect(await worker.ask(0)).toBe(1);
  const last = worker.ask(200);
  await worker.terminate();
  expect(await last).toBe(2);
  expect(done[DISPOSED_AFTER]).toBe(2);
});

it('a worker that has ended can be ended again', async () => {
  const { worker } = await start();
  await worker.terminate();
  await worker.terminate();
  await expect(worker.ask(0)).rejects.toThrow();
});
