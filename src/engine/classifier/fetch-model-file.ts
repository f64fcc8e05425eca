import { describeError, EngineError } from '../link/engine-error.ts';
import type { FetchFile } from '../link/watch-downloads.ts';

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
