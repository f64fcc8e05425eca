// Loaded before a command by `node --import`: its batch worker fails to start, for a reason that the caller can mend.
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const FAILURE = { type: 'failure', message: 'there is no room for a batch; make some', isExpected: true };
const BROKEN = `require('node:worker_threads').parentPort.postMessage(${JSON.stringify(FAILURE)})`;

threads.Worker = class extends threads.Worker {
  /**
   * @param {string | URL} code
   * @param {import('node:worker_threads').WorkerOptions} options
   */
  constructor(code, options) {
    super(String(code).includes('/batch-worker.ts') ? BROKEN : code, options);
  }
};
syncBuiltinESMExports();
