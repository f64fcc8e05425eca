import { describeError, EngineError } from './engine-error.ts';

/**
 * Fetches one file of the expression model.
 *
 * @throws EngineError 'model-missing' if the server has no such file or cannot be reached
 */
export async function fetchModelFile(url: string, fetchFile: FetchFile): Promise<Response> {
  let response: Response;
  try {
    // Asks the server whether a cached copy is still right: manifest, network and weights must be of one export.
    response = await fetchFile(url, { cache: 'no-cache' });
  } catch (error) {
    throw new EngineError('model-missing', `${url}: ${describeError(error)}`, { cause: error });
  }
  if (!response.ok) throw new EngineError('model-missing', `${url}: the server answered ${response.status}`);
  // Servers of single-page apps answer with their start page, and 200, where there is no file.
  if (response.headers.get('content-type')?.includes('text/html')) {
    throw new EngineError('model-missing', `${url}: the server answered with a web page`);
  }
  return response;
}

/**
 * Fetches one file of the expression model that holds JSON.
 *
 * @throws EngineError 'model-missing', or 'model-mismatch' if it is not JSON
 */
export async function fetchModelJson(url: string, fetchFile: FetchFile): Promise<unknown> {
  const response = await fetchModelFile(url, fetchFile);
  try {
    return await response.json();
  } catch (error) {
    throw new EngineError('model-mismatch', `${url}: ${describeError(error)}`, { cause: error });
  }
}

/** Fetches a file as `fetch` does. */
export type FetchFile = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` that says when something arrives, be it slow: the head of an answer, and each part of its body.
 *
 * @param onArrival told each time
 * @param signal stops all of them
 */
export function watchDownloads(onArrival: () => void, signal?: AbortSignal): FetchFile {
  return async (url, init) => {
    const response = await fetch(url, { ...init, ...(signal ? { signal } : {}) });
    onArrival();
    const watched = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(part, controller) {
        onArrival();
        controller.enqueue(part);
      },
    });
    return new Response(response.body?.pipeThrough(watched) ?? null, response);
  };
}
