import type { Browser } from '@playwright/test';

/** Ends the GPU process of a test's own browser, as a crash of the driver does. Chromium starts another one. */
export async function endGpuProcess(browser: Browser): Promise<void> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (!gpu) throw new Error('this browser has no GPU process');
  process.kill(gpu.id, 'SIGKILL');
}
