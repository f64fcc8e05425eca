import { wrap } from 'comlink';
import type { Laboratory } from './laboratory.ts';

export * from './laboratory.ts';

/** What the worker answers to. */
export interface LaboratoryDoor extends Laboratory {
  /** Once, before all else. @throws Error if WebAssembly cannot be used */
  start(baseUrl: string): Promise<void>;
}

/** The laboratory as the page sees it: every answer has to be waited for. */
export type FarLaboratory = {
  readonly [Name in keyof Laboratory]: (
    ...parameters: Parameters<Laboratory[Name]>
  ) => Promise<Awaited<ReturnType<Laboratory[Name]>>>;
};

/** A laboratory in a worker of its own, seen from the page. */
export interface LaboratoryClient {
  /**
   * Asks for something, once the laboratory has started.
   *
   * @throws LaboratoryError if the laboratory did not start, or stopped; Error if it fails at this
   */
  ask<Answer>(question: (laboratory: FarLaboratory) => Promise<Answer>): Promise<Answer>;
  /** Settles if it did not start, or stopped. */
  readonly stopped: Promise<LaboratoryError>;
  /** Stops the worker. What is asked then, or was before, is not answered any more. */
  dispose(): void;
}

/** The laboratory as a whole does not work. */
export class LaboratoryError extends Error {
  override readonly name = 'LaboratoryError';
}

/**
 * Starts a laboratory.
 *
 * @param baseUrl folder that holds `models/`, relative to the page or absolute, with a trailing slash
 */
export function startLaboratory(baseUrl: string): LaboratoryClient {
  const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module', name: 'mien-lab' });
  const door = wrap<LaboratoryDoor>(worker);
  const started = door.start(new URL(baseUrl, location.href).href);
  const stopped = new Promise<LaboratoryError>((resolve) => {
    const stop = (detail: string) => resolve(new LaboratoryError(detail));
    // A worker that cannot be loaded, or dies, answers nothing.
    worker.onerror = (event) => {
      event.preventDefault();
      stop(event.message || 'the worker could not be loaded');
    };
    started.catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
  });
  const unlessStopped = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    Promise.race([answer, stopped.then((error) => Promise.reject(error))]);
  return {
    async ask(question) {
      await unlessStopped(started);
      return unlessStopped(question(door as unknown as FarLaboratory));
    },
    stopped,
    dispose: () => worker.terminate(),
  };
}
