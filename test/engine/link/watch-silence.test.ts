import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSilence } from '../../../src/engine/link/watch-silence.ts';

const URL_OF_MODEL = 'https://mien.test/models/expression/accurate/weights.bin';

/** Requests that are never answered, as of a connection that broke off: they end when they are given up. */
let stopped: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  stopped = false;
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    return new Promise((_resolve, reject) => {
      signal.onabort = () => {
        stopped = true;
        reject(new TypeError('stopped'));
      };
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a file that never arrives is given up, and its request stopped', async () => {
  const loading = watchSilence(({ fetchFile }) => fetchFile(URL_OF_MODEL));
  const outcome = expect(loading).rejects.toMatchObject({ code: 'model-stalled' });
  await vi.advanceTimersByTimeAsync(40_000);
  expect(stopped).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stopped).toBe(true);
  await outcome;
});

test('a network may take as long as it does to arrive, as long as it does', async () => {
  let body!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (body = controller) });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(stream)));
  const loading = watchSilence(async ({ fetchFile }) => (await fetchFile(URL_OF_MODEL)).arrayBuffer());
  for (let part = 0; part < 20; part++) {
    await vi.advanceTimersByTimeAsync(40_000);
    body.enqueue(new Uint8Array(1));
  }
  body.close();
  await vi.advanceTimersByTimeAsync(0);
  expect((await loading).byteLength).toBe(20);
});

test('warming up may be silent for longer, and not for ever', async () => {
  const settled = vi.fn();
  const loading = watchSilence(({ begin }) => {
    begin('warm-up');
    return new Promise(() => undefined);
  });
  loading.catch(settled);
  await vi.advanceTimersByTimeAsync(150_000);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(settled).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'model-stalled' }));
});

test('what keeps a network from loading is passed on', async () => {
  await expect(watchSilence(() => Promise.reject(new Error('not there')))).rejects.toThrow('not there');
  expect(vi.getTimerCount()).toBe(0);
});

test('what comes after it was given up is discarded, and what comes in time is not', async () => {
  const discard = vi.fn();
  let arrive!: (network: string) => void;
  const work = () => new Promise<string>((resolve) => (arrive = resolve));
  const late = expect(watchSilence(work, discard)).rejects.toMatchObject({ code: 'model-stalled' });
  await vi.advanceTimersByTimeAsync(50_000);
  await late;
  arrive('late');
  await vi.advanceTimersByTimeAsync(0);
  expect(discard).toHaveBeenCalledExactlyOnceWith('late');
  const inTime = watchSilence(work, discard);
  arrive('in time');
  expect(await inTime).toBe('in time');
  expect(discard).toHaveBeenCalledOnce();
});
