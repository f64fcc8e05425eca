import { readFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';

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
