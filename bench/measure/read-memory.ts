import type { CDPSession, Page, Browser } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { finite } from '../../src/core/model-manifest.ts';

/** The parts of the answer to Runtime.getHeapUsage that are read here, in bytes. */
const heapUsageSchema = v.object({ usedSize: finite, backingStorageSize: v.exactOptional(finite) });
type HeapUsage = v.InferOutput<typeof heapUsageSchema>;

/** A message of a worker: an answer has the number of its question. */
const messageSchema = v.object({ id: v.exactOptional(v.number()), result: v.exactOptional(v.unknown()) });

/**
 * Bytes of JavaScript objects and array buffers that live on after a garbage collection, in a page and its workers. The
 * memory of WebAssembly is not among them.
 */
export async function readHeap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  try {
    await devtools.send('HeapProfiler.collectGarbage');
    let bytes = sum(await devtools.send('Runtime.getHeapUsage'));
    for (const sessionId of await attachWorkers(devtools, page.workers().length)) {
      await askWorker(devtools, sessionId, 'HeapProfiler.collectGarbage');
      bytes += sum(v.parse(heapUsageSchema, await askWorker(devtools, sessionId, 'Runtime.getHeapUsage')));
    }
    return bytes;
  } finally {
    await devtools.detach();
  }
}

function sum({ usedSize, backingStorageSize = 0 }: HeapUsage): number {
  return usedSize + backingStorageSize;
}

/** Playwright has no session for a worker: its messages go through the page's. */
async function attachWorkers(devtools: CDPSession, count: number): Promise<readonly string[]> {
  if (count === 0) return [];
  const sessions: string[] = [];
  const attached = new Promise<void>((resolve) => {
    devtools.on('Target.attachedToTarget', ({ sessionId }) => {
      if (sessions.push(sessionId) === count) resolve();
    });
  });
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await attached;
  return sessions;
}

async function askWorker(devtools: CDPSession, sessionId: string, method: string): Promise<unknown> {
  const answered = new Promise((resolve) => {
    const listen = (event: { sessionId: string; message: string }) => {
      const { id, result } = v.parse(v.pipe(v.string(), v.parseJson(), messageSchema), event.message);
      if (event.sessionId !== sessionId || id === undefined) return;
      devtools.off('Target.receivedMessageFromTarget', listen);
      resolve(result);
    };
    devtools.on('Target.receivedMessageFromTarget', listen);
  });
  await devtools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: 1, method }) });
  return answered;
}

/** Bytes of resident memory that all of a browser's processes take together; null where only Linux could tell. */
export async function readResident(browser: Browser): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  let bytes = 0;
  for (const { id } of processInfo) {
    // A process may end in between.
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    bytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }
  return bytes;
}
