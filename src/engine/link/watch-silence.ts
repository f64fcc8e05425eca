import { EngineError } from './engine-error.ts';
import type { LoadProgress } from './protocol.ts';
import { RequestWatchdog } from './request-watchdog.ts';
import { watchDownloads, type FetchFile } from './fetch-model-file.ts';

/** What work that is watched uses, so that it is heard of. */
export interface HeardWork {
  /** Says what arrives, and stops waiting for it when the work is given up. */
  readonly fetchFile: FetchFile;
  /** Says that something else begins, which may be silent for as long as this stage of a start may. */
  readonly begin: (stage: LoadProgress['stage']) => void;
}

/**
 * Lets another network load beside the work under way, for as long as it takes, but not stand still: the limits are
 * those of a start.
 *
 * @param discard given what `work` comes to after it was given up, which nobody waits for
 * @throws EngineError 'model-stalled' once nothing has been heard for too long; and what `work` throws
 */
export async function watchSilence<T>(
  work: (heard: HeardWork) => Promise<T>,
  discard: (late: T) => void = () => undefined,
): Promise<T> {
  const requests = new AbortController();
  let giveUp!: (error: EngineError) => void;
  const stalled = new Promise<never>((_, reject) => (giveUp = reject));
  let stage: LoadProgress['stage'] = 'expression-model';
  const watchdog = new RequestWatchdog(() => {
    giveUp(new EngineError('model-stalled', `it came to a halt (${stage})`));
    requests.abort();
  });
  const [id, type] = [0, 'use-model'] as const;
  const begin = (next: LoadProgress['stage']) => {
    stage = next;
    watchdog.progressed(id, { stage, backend: null, fraction: 0 });
  };
  watchdog.sent({ id, type });
  const working = work({ fetchFile: watchDownloads(() => begin('expression-model'), requests.signal), begin });
  try {
    return await Promise.race([working, stalled]);
  } catch (error) {
    // Where it fails after it was given up, that it was is all that is told.
    void working.then(discard, () => undefined);
    throw error;
  } finally {
    watchdog.stop();
  }
}
