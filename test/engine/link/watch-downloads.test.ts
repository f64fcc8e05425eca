import { afterEach, expect, test, vi } from 'vitest';
import { watchDownloads } from '../../../src/engine/link/fetch-model-file.ts';

afterEach(() => vi.unstubAllGlobals());

test('the head of an answer and each part of its body are told of, and the answer stays what it is', async () => {
  let body!: ReadableStreamDefaultController<Uint8Array>;
  const answer = new Response(new ReadableStream<Uint8Array>({ start: (controller) => void (body = controller) }), {
    status: 404,
    headers: { 'Content-Type': 'text/html' },
  });
  const fetchFile = vi.fn(() => Promise.resolve(answer));
  vi.stubGlobal('fetch', fetchFile);
  const onArrival = vi.fn();
  const response = await watchDownloads(onArrival)('https://mien.test/', { cache: 'no-cache' });
  expect(fetchFile).toHaveBeenCalledExactlyOnceWith('https://mien.test/', { cache: 'no-cache' });
  expect(onArrival).toHaveBeenCalledOnce();
  expect(response.status).toBe(404);
  expect(response.headers.get('Content-Type')).toBe('text/html');

  const reading = response.arrayBuffer();
  for (const [index, part] of [[1, 2], [3]].entries()) {
    body.enqueue(Uint8Array.from(part));
    await vi.waitFor(() => expect(onArrival).toHaveBeenCalledTimes(index + 2));
  }
  body.close();
  expect(new Uint8Array(await reading)).toEqual(Uint8Array.from([1, 2, 3]));
});

test('an answer without a body stays one', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
  expect((await watchDownloads(vi.fn())('https://mien.test/')).body).toBeNull();
});
