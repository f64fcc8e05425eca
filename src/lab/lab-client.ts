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
  // A worker that cannot be loaded, or dies, answers nothing.
  const stopped = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new LaboratoryError(event.message || 'the worker could not be loaded'));
    };
  });
  stopped.catch(() => undefined);
  const laboratory = wrap<LaboratoryDoor>(worker);
  const started = laboratory.start(new URL(baseUrl, location.href).href).catch((error: unknown) => {
    throw new LaboratoryError(error instanceof Error ? error.message : String(error), { cause: error });
  });
  started.catch(() => undefined);
  return {
    async ask(question) {
      await Promise.race([started, stopped]);
      return await Promise.race([question(laboratory as unknown as FarLaboratory), stopped]);
    },
    dispose: () => worker.terminate(),
  };
}
