import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker } from 'node:worker_threads';
import { ExpectedError } from './command/expected-error.ts';

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
  /** Lets it finish what it does, for some seconds, and give back what it holds; then it ends. */
  terminate(): Promise<void>;
}

/** What a worker is asked when no more requests follow. */
const STOP = null;

/** A request takes less; one that takes longer stands still. */
const LONGEST_STOP_MS = 10_000;

/** What a worker does for others. */
export interface WorkerService<Request> {
  answer(request: Request): unknown;
  /** Gives back what the end of a thread does not: memory of native libraries. */
  dispose?(): unknown;
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
  const end = once(worker, 'exit').then(([code]) => {
    throw new Error(`a training worker ended with code ${String(code)}`);
  });
  end.catch(() => undefined);
  try {
    await awaitReply(worker, end);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    ask(request, transfer = []) {
      const reply = awaitReply<Reply>(worker, end);
      worker.postMessage(request, transfer);
      return reply;
    },
    async terminate() {
      worker.postMessage(STOP);
      await Promise.race([end.catch(() => undefined), sleep(LONGEST_STOP_MS, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
}

/**
 * The worker's side: prepares, says that it is ready, then answers each request.
 *
 * @param prepare gives what answers; what it throws reaches whoever starts the worker. Its request and reply are those
 * that `startWorker` is told
 * @throws Error if this is no worker thread
 */
export function serveRequests(prepare: () => Promise<WorkerService<never>>): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs in a worker thread only');
  const post = (message: WorkerReply<unknown>) => port.postMessage(message);
  const postFailure = (error: unknown) => {
    if (error instanceof ExpectedError) post({ type: 'failure', message: error.message, isExpected: true });
    else post({ type: 'failure', message: describeError(error), isExpected: false });
  };
  prepare().then((service) => {
    let lastAnswer = Promise.resolve();
    port.on('message', (request) => {
      if (request === STOP) void lastAnswer.then(() => service.dispose?.()).finally(() => process.exit());
      else {
        lastAnswer = Promise.resolve(request as never)
          .then((asked) => service.answer(asked))
          .then((reply) => post({ type: 'done', reply }), postFailure);
      }
    });
    post({ type: 'done', reply: undefined });
  }, postFailure);
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * The next reply; rejects if the worker reports a failure, throws or ends.
 *
 * @param end rejects when it does
 */
async function awaitReply<Reply>(worker: Worker, end: Promise<never>): Promise<Reply> {
  const heard = new AbortController();
  try {
    const message = once(worker, 'message', { signal: heard.signal });
    message.catch(() => undefined);
    const [reply] = (await Promise.race([message, end])) as [WorkerReply<Reply>];
    if (reply.type === 'done') return reply.reply;
    throw reply.isExpected ? new ExpectedError(reply.message) : new Error(`a training worker failed: ${reply.message}`);
  } finally {
    heard.abort();
  }
}

/**
 * Starts a worker thread from a TypeScript file. Node 20 does not hand the loader that runs our TypeScript (tsx) on
 * to a worker's first file, so that file is a line of JavaScript that registers it.
 *
 * @param url of the TypeScript file
 */
export function startTypeScriptWorker(url: URL, workerData: unknown): Worker {
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const code = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); });`;
  return new Worker(code, { eval: true, workerData });
}
