import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { serveRequests } from '../../../node/worker-channel.ts';

/** Shared with the test: requests answered, and how many of them when it was disposed of. */
const done = new Int32Array(workerData as SharedArrayBuffer);

serveRequests(() =>
  Promise.resolve({
    async answer(ms: number) {
      await sleep(ms);
      return Atomics.add(done, 0, 1) + 1;
    },
    dispose: () => Atomics.store(done, 1, Atomics.load(done, 0)),
  }),
);
