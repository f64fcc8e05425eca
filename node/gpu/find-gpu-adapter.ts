import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A driver that has not answered by then is none to train on. */
const TIMEOUT_MS = 20_000;

/**
 * Looks for a real GPU. In a process of its own, so that a driver that crashes or prints warnings harms nothing.
 *
 * @returns what its driver calls it; null if there is none, or only one that computes on the processor
 */
export async function findGpuAdapter(): Promise<string | null> {
  const probe = fileURLToPath(new URL('./print-gpu-adapter.ts', import.meta.url));
  try {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--import', import.meta.resolve('tsx'), probe], {
      timeout: TIMEOUT_MS,
    });
    return stdout || null;
  } catch {
    return null;
  }
}
