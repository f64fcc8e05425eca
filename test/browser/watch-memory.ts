import { readFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';

/**
 * Watches the memory of all processes of a browser.
 *
 * @returns a function that says by how many bytes the peaks of their resident memory have grown together since; only
 *   Linux tells, elsewhere it says 0
 */
export async function watchMemory(browser: Browser): Promise<() => Promise<number>> {
  const before = await readPeaks(browser);
  return async () => {
    let growth = 0;
    for (const [processId, peak] of await readPeaks(browser)) growth += peak - (before.get(processId) ?? 0);
    return growth;
  };
}

/** Peak resident bytes since its start, of each process. */
async function readPeaks(browser: Browser): Promise<Map<number, number>> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const peaks = new Map<number, number>();
  for (const { id } of processInfo) {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    peaks.set(id, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024);
  }
  return peaks;
}
