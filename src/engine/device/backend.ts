import { describeError, EngineError } from '../link/engine-error.ts';
import { KernelsError } from '../link/kernels-error.ts';
import { BACKENDS, type BackendChoice, type BackendName, type RejectedBackend } from '../link/protocol.ts';

/** A tfjs backend that has been made current and has passed the self-test. */
export interface StartedBackend {
  /** What the adapter or renderer calls itself, where it says so. */
  readonly adapter: string | null;
  /**
   * What went wrong on the device since the last call, outside of any call that could have thrown; null if nothing
   * did.
   */
  takeFault(): string | null;
  /** Settles, with what the browser says of it, when the device is lost: by itself it never comes back. */
  readonly lost: Promise<string>;
  /** Removes the backend and all that lies on it, so that another one can take its place. */
  discard(): void;
}

/**
 * Makes one backend current, or throws an error whose message says why it cannot be used. It refuses hardware that is
 * imitated by software (slower than wasm by a factor of 100) unless `allowSoftware`.
 */
export type StartBackend = (allowSoftware: boolean) => Promise<StartedBackend>;

/**
 * Starts the best backend that works: one that starts, and on which everything can be made ready without a fault.
 * Some drivers pass a small self-test and refuse a shader of the real networks, or compute nonsense with it.
 *
 * @param makeReady loads what is to run onto the backend that is current, and runs it once
 * @param onTry told of each backend before it is tried
 * @param wish.forced take this one and no other, a software adapter included
 * @param wish.avoid backends that are not to be tried, and why; they count as rejected. A forced one is tried all the same
 * @throws EngineError 'no-backend', with every reason in its detail; and what `makeReady` throws as EngineError, since
 *   another backend would not help where a file is missing
 */
export async function chooseBackend<T>(
  start: Readonly<Record<BackendName, StartBackend>>,
  { forced, avoid }: { readonly forced: BackendName | null; readonly avoid: readonly RejectedBackend[] },
  makeReady: () => Promise<T>,
  onTry: (name: BackendName) => void = () => undefined,
): Promise<{ choice: BackendChoice; backend: StartedBackend; ready: T }> {
  const rejected: RejectedBackend[] = [];
  for (const name of forced ? [forced] : BACKENDS) {
    const avoided = forced ? undefined : avoid.find((backend) => backend.name === name);
    if (avoided) {
      rejected.push(avoided);
      continue;
    }
    onTry(name);
    let backend: StartedBackend | null = null;
    try {
      backend = await start[name](forced !== null);
      // On a device that is lost some calls fail, and others never end.
      const ready = await Promise.race([makeReady(), rejectOnLoss(backend)]);
      const fault = backend.takeFault();
      if (fault !== null) throw new Error(fault);
      return { choice: { name, adapter: backend.adapter, rejected }, backend, ready };
    } catch (error) {
      if (error instanceof EngineError) throw error;
      // A device that refuses a shader explains more than what came of it, be it an error or wrong numbers.
      const fault = backend?.takeFault() ?? null;
      backend?.discard();
      rejected.push(fault === null ? describeRejection(name, error) : { name, reason: fault });
    }
  }
  throw new EngineError('no-backend', rejected.map(({ name, reason }) => `${name}: ${reason}`).join('; '));
}

function describeRejection(name: BackendName, error: unknown): RejectedBackend {
  const miscomputes = error instanceof KernelsError && error.code === 'miscomputed';
  return { name, reason: describeError(error), ...(miscomputes && { miscomputes }) };
}

async function rejectOnLoss({ lost }: StartedBackend): Promise<never> {
  throw new Error(await lost);
}
