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
