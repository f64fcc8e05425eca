import type { StartEngine } from '../app/engine-lifecycle/engine-keeper.ts';
import { EngineError, startEngine } from '../engine/engine-client.ts';
import type { Choice } from './choices.ts';

/** The folder of this program, with a slash at the end: models and worker lie in it. */
const OWN_FOLDER = new URL(/* @vite-ignore */ './', import.meta.url);

/**
 * Starts engines for a page that embeds Mien.
 *
 * @param base folder that holds `models/`, relative to the page or absolute; null: the one that this program lies in
 * @param signal stops them
 * @returns throws EngineError, 'program-elsewhere' where the page could not start a worker from here
 */
export function startEmbedded(base: string | null, backend: Choice<'backend'>, signal?: AbortSignal): StartEngine {
  return async (watch, avoid, standIn) => {
    // Told apart here: not every browser says more than that the worker could not be loaded.
    if (OWN_FOLDER.origin !== location.origin) {
      throw new EngineError('program-elsewhere', `${OWN_FOLDER.href}, for a page of ${location.origin}`);
    }
    const forcedBackend = standIn ?? (backend === 'auto' ? null : backend);
    return startEngine({ baseUrl: addSlash(base ?? OWN_FOLDER.href), forcedBackend, avoid, signal, ...watch });
  };
}

/** A folder's address without a slash at its end would stand for the folder around it. */
function addSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}
