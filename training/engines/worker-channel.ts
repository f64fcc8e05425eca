import { once } from 'node:events';
import { parentPort, type Worker } from 'node:worker_threads';
import { ExpectedError } from '../expected-error.ts';
import { startTypeScriptWorker } from './typescript-worker.ts';

/** What a worker answers: once when it is ready, then once a request. */
type WorkerReply<Reply> =
  | { readonly type: 'done'; readonly reply: Reply }
  | {
      readonly type: 'failure';
      readonly message: string;
      /** It was an ExpectedError, whose class does not cross between threads. */
      readonly isExpected: boolean;
    };

/** A worker thread that answers requests one at a time. */
export interface WorkerChannel<Request, Reply> {
  /** @throws Error if the worker fails or ends */
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Reply>;
  terminate(): Promise<void>;
}

/**
 * Starts a worker whose file calls `serveRequests`, and waits until it is ready.
 *
 * @throws ExpectedError if it cannot start for a reason that the caller can mend
 * @throws Error if it fails while it starts
 */
export async function startWorker<Request, Reply>(
  url: URL,
  workerData: unknown,
): Promise<WorkerChannel<Request, Reply>> {
  const worker = startTypeScriptWorker(url, workerData);
  try {
    await awaitReply(worker);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    ask(request, transfer = []) {
      const reply = awaitReply<Reply>(worker);
      worker.postMessage(request, transfer);
      return reply;
    },
    async terminate() {
      await worker.terminate();
    },
  };
}

/**
 * The worker's side: prepares, says that it is ready, then answers each request.
 *
 * @param prepare gives the function that answers; what it throws reaches whoever starts the worker. Its request and
 * reply are those that `startWorker` is told
 * @throws Error if this is no worker thread
 */
export function serveRequests(prepare: () => Promise<(request: never) => unknown>): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs in a worker thread only');
  const post = (message: WorkerReply<unknown>) => port.postMessage(message);
  const postFailure = (error: unknown) => {
    if (error instanceof ExpectedError) post({ type: 'failure', message: error.message, isExpected: true });
    else post({ type: 'failure', message: describeError(error), isExpected: false });
  };
  prepare().then((answer) => {
    port.on('message', (request) => {
      Promise.resolve(request as never)
        .then(answer)
        .then((reply) => post({ type: 'done', reply }), postFailure);
    });
    post({ type: 'done', reply: undefined });
  }, postFailure);
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The next reply; rejects if the worker reports a failure, throws or ends. */
async function awaitReply<Reply>(worker: Worker): Promise<Reply> {
  const ended = new AbortController();
  const exit = once(worker, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a training worker ended with code ${String(code)}`);
  });
  try {
    const message = once(worker, 'message', { signal: ended.signal });
    const [reply] = (await Promise.race([message, exit])) as [WorkerReply<Reply>];
    if (reply.type === 'done') return reply.reply;
    throw reply.isExpected ? new ExpectedError(reply.message) : new Error(`a training worker failed: ${reply.message}`);
  } finally {
    exit.catch(() => undefined);
    ended.abort();
  }
}
