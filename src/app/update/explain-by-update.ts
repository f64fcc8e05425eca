import { EngineError, type Engine } from '../../engine/engine-client.ts';
import type { EngineErrorCode } from '../../engine/link/protocol.ts';
import { SiteUpdatedError } from '../engine-lifecycle/problem.ts';
import { refuseOtherVersion, type SiteVersion } from './site-version.ts';

/** What it looks like if a file is gone: the worker's program, a backend's code, the detector, or the network. */
const LOOKS_OF_MISSING_FILES: readonly EngineErrorCode[] = [
  'worker-stopped',
  'no-backend',
  'detector-missing',
  'model-missing',
  'model-mismatch',
];

/**
 * Lets a start, and a change of the network, that fail for want of files say so if the site has been updated since the
 * page was opened: they are gone, and nothing but the newer page helps. Nor is a network changed for a newer version's.
 *
 * @throws SiteUpdatedError in the place of the engine's error
 */
export function explainByUpdate<Wishes extends unknown[]>(
  startEngine: (...wishes: Wishes) => Promise<Engine>,
  version: SiteVersion,
): (...wishes: Wishes) => Promise<Engine> {
  const explain = async (error: unknown): Promise<never> => {
    const isCandidate = error instanceof EngineError && LOOKS_OF_MISSING_FILES.includes(error.code);
    if (isCandidate && (await version.isUpdated())) throw new SiteUpdatedError(error.message, { cause: error });
    throw error;
  };
  return async (...wishes) => {
    const engine = await startEngine(...wishes).catch(explain);
    let lastCheck = Promise.resolve();
    return {
      ...engine,
      useModel(...wish) {
        // One after the other: what is wanted last is asked for last.
        const check = lastCheck.then(() => refuseOtherVersion(version));
        lastCheck = check.catch(() => undefined);
        return check.then(() => engine.useModel(...wish)).catch(explain);
      },
    };
  };
}
