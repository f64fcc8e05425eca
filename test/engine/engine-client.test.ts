import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineError, startEngine } from '../../src/engine/engine-client.ts';
import type {
  BackendName,
  EngineMessage,
  EngineReply,
  LoadProgress,
  RejectedBackend,
} from '../../src/engine/link/protocol.ts';

/** Stands for the worker: keeps what it is sent and says what the test wants it to say. */
class FakeWorker {
  static last: FakeWorker;
  readonly sent: EngineMessage[] = [];
  readonly transferred: unknown[] = [];
  terminated = false;
  onmessage: ((event: { data: EngineReply }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  onmessageerror: (() => void) | null = null;

  constructor() {
    FakeWorker.last = this;
  }
  postMessage(message: EngineMessage, transfer: unknown[] = []): void {
    this.sent.push(message);
    this.transferred.push(...transfer);
  }
  terminate(): void {
    this.terminated = true;
  }
  reply(reply: EngineReply): void {
    this.onmessage?.({ data: reply });
  }
  die(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined });
  }
}

/** A frame, and whether it was closed. */
function makeFrame() {
  const close = vi.fn();
  return { frame: { close } as unknown as ImageBitmap, close };
}

const description = { backend: { name: 'wasm', adapter: null, rejected: [] } } as never;
const analysis = { faces: [] } as never;

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('location', new URL('https://mien.test/folder/page.html?backend=wasm'));
});
afterEach(() => vi.unstubAllGlobals());

async function start() {
  const starting = startEngine({ baseUrl: './', forcedBackend: null });
  FakeWorker.last.reply({ type: 'ready', id: 1, description });
  return { engine: await starting, worker: FakeWorker.last };
}

describe('startEngine', () => {
  test('tells the worker where the models are, passes progress on and returns what became ready', async () => {
    const onProgress = vi.fn();
    const avoid = [{ name: 'webgpu', reason: 'it was lost' }] as const;
    const starting = startEngine({ baseUrl: './', forcedBackend: 'webgl', avoid, onProgress });
    const worker = FakeWorker.last;
    const progress = { stage: 'detector', backend: 'webgl', fraction: 0.3 } as const;
    worker.reply({ type: 'progress', id: 1, progress });
    worker.reply({ type: 'ready', id: 1, description });
    const engine = await starting;
    expect(worker.sent).toEqual([
      { type: 'start', id: 1, baseUrl: 'https://mien.test/folder/', forcedBackend: 'webgl', avoid },
    ]);
    expect(onProgress).toHaveBeenCalledExactlyOnceWith(progress);
    expect(engine.description).toBe(description);
  });

  test('rejects with the code of the failure and stops the worker', async () => {
    const starting = startEngine({ baseUrl: './', forcedBackend: null });
    FakeWorker.last.reply({ type: 'failure', id: 1, code: 'model-missing', detail: 'nothing there' });
    await expect(starting).rejects.toMatchObject({ code: 'model-missing', detail: 'nothing there' });
    await expect(starting).rejects.toBeInstanceOf(EngineError);
    expect(FakeWorker.last.terminated).toBe(true);
  });

  test.each(['before', 'after'])('is stopped by its signal %s it is ready', async (moment) => {
    const stop = new AbortController();
    const starting = startEngine({ baseUrl: './', forcedBackend: null, signal: stop.signal });
    const worker = FakeWorker.last;
    if (moment === 'after') {
      worker.reply({ type: 'ready', id: 1, description });
      await starting;
    }
    stop.abort();
    expect(worker.terminated).toBe(true);
    const request = moment === 'after' ? (await starting).resetTracking() : starting;
    await expect(request).rejects.toMatchObject({ code: 'not-started' });
  });

  test('does not start on a signal that has ended', async () => {
    const starting = startEngine({ baseUrl: './', forcedBackend: null, signal: AbortSignal.abort() });
    await expect(starting).rejects.toMatchObject({ code: 'not-started' });
    expect(FakeWorker.last.terminated).toBe(true);
  });

  describe('that comes to a halt', () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    /** Lets the last worker say how far it has come, and then nothing. */
    const halt = async (stage: LoadProgress['stage'], backend: BackendName) => {
      FakeWorker.last.reply({ type: 'progress', id: 1, progress: { stage, backend, fraction: 0.5 } });
      await vi.advanceTimersByTimeAsync(200_000);
    };

    test('takes the next backend, in a worker of its own', async () => {
      const onStall = vi.fn<(stalled: RejectedBackend) => void>();
      const starting = startEngine({ baseUrl: './', forcedBackend: null, onStall });
      const first = FakeWorker.last;
      await halt('backend', 'webgpu');
      expect(first.terminated).toBe(true);
      expect(onStall.mock.calls).toMatchObject([[{ name: 'webgpu', stalled: true }]]);
      await halt('warm-up', 'webgl');
      expect(onStall).toHaveBeenLastCalledWith(expect.objectContaining({ name: 'webgl' }));
      const reason = expect.stringContaining('halt') as string;
      expect(FakeWorker.last.sent).toMatchObject([
        {
          type: 'start',
          avoid: [
            { name: 'webgpu', reason },
            { name: 'webgl', reason },
          ],
        },
      ]);
      FakeWorker.last.reply({ type: 'ready', id: 1, description });
      expect((await starting).description).toBe(description);
    });

    test.each([
      ['on the last backend that there is', null, 'backend', 'wasm'],
      ['on a backend that is forced', 'webgpu', 'backend', 'webgpu'],
      ['because a file does not arrive', null, 'expression-model', 'webgpu'],
    ] as const)('is a failure %s', async (_, forcedBackend, stage, backend) => {
      const starting = expect(startEngine({ baseUrl: './', forcedBackend })).rejects.toMatchObject({
        code: 'start-stalled',
        detail: expect.stringContaining(`${stage}, ${backend}`) as string,
      });
      const worker = FakeWorker.last;
      await halt(stage, backend);
      await starting;
      expect(worker.terminated).toBe(true);
      expect(FakeWorker.last).toBe(worker);
    });
  });

  test('rejects if the worker cannot be loaded', async () => {
    const starting = startEngine({ baseUrl: './', forcedBackend: null });
    FakeWorker.last.die('');
    await expect(starting).rejects.toMatchObject({ code: 'worker-stopped' });
  });
});

describe('a running engine', () => {
  test('hands frames over and matches replies with requests, in whatever order they come', async () => {
    const { engine, worker } = await start();
    const { frame, close } = makeFrame();
    const analysing = engine.analyseFrame(frame);
    const classifying = engine.classifyCrops(new Uint8Array(2304));
    const probabilities = new Float32Array(7);
    worker.reply({ type: 'classified', id: 3, probabilities });
    worker.reply({ type: 'analysis', id: 2, analysis });
    expect(await analysing).toBe(analysis);
    expect(await classifying).toBe(probabilities);
    expect(worker.transferred).toEqual([frame]);
    expect(close).not.toHaveBeenCalled();
  });

  test('asks for crops only where they are wanted', async () => {
    const { engine, worker } = await start();
    const ends = [
      engine.analyseFrame(makeFrame().frame),
      engine.analyseFrame(makeFrame().frame, { withCrops: true }),
      engine.analysePhoto(makeFrame().frame),
      engine.analysePhoto(makeFrame().frame, { withCrops: true }),
    ];
    expect(worker.sent.slice(1)).toMatchObject([
      { type: 'analyse-frame', withCrops: false },
      { type: 'analyse-frame', withCrops: true },
      { type: 'analyse-photo', withCrops: false },
      { type: 'analyse-photo', withCrops: true },
    ]);
    for (const id of [2, 3, 4, 5]) worker.reply({ type: 'analysis', id, analysis });
    await Promise.all(ends);
  });

  test('one failed request leaves the others alone', async () => {
    const { engine, worker } = await start();
    const first = engine.analysePhoto(makeFrame().frame);
    const second = engine.resetTracking();
    worker.reply({ type: 'failure', id: 2, code: 'unreadable-frame', detail: 'empty' });
    worker.reply({ type: 'done', id: 3 });
    await expect(first).rejects.toMatchObject({ code: 'unreadable-frame' });
    await expect(second).resolves.toBeUndefined();
  });

  test('a frame that cannot be sent is closed and rejected', async () => {
    const { engine, worker } = await start();
    vi.spyOn(worker, 'postMessage').mockImplementation(() => {
      throw new DOMException('detached', 'DataCloneError');
    });
    const { frame, close } = makeFrame();
    await expect(engine.analyseFrame(frame)).rejects.toMatchObject({ code: 'unreadable-frame' });
    expect(close).toHaveBeenCalledOnce();
  });

  describe('whose request is given up', () => {
    test('tells the worker, and waits for the one reply that the request gets', async () => {
      const { engine, worker } = await start();
      const giveUp = new AbortController();
      const onEnd = vi.fn();
      const reading = engine.analysePhoto(makeFrame().frame, { signal: giveUp.signal });
      reading.then(onEnd, onEnd);
      giveUp.abort();
      expect(worker.sent.at(-1)).toEqual({ type: 'cancel', id: 2 });
      await Promise.resolve();
      expect(onEnd).not.toHaveBeenCalled();
      worker.reply({ type: 'cancelled', id: 2 });
      await expect(reading).rejects.toBe(giveUp.signal.reason);
    });

    test('gives the answer that was on its way already', async () => {
      const { engine, worker } = await start();
      const giveUp = new AbortController();
      const reading = engine.analyseFrame(makeFrame().frame, { signal: giveUp.signal });
      giveUp.abort();
      worker.reply({ type: 'analysis', id: 2, analysis });
      expect(await reading).toBe(analysis);
    });

    test('does not even send what is given up before, and closes its frame', async () => {
      const { engine, worker } = await start();
      const { frame, close } = makeFrame();
      const sent = worker.sent.length;
      await expect(engine.analyseFrame(frame, { signal: AbortSignal.abort('no more') })).rejects.toBe('no more');
      expect(close).toHaveBeenCalledOnce();
      expect(worker.sent).toHaveLength(sent);
    });

    test('says nothing of one that is answered, however long its signal lives', async () => {
      const { engine, worker } = await start();
      const giveUp = new AbortController();
      const removed = vi.spyOn(giveUp.signal, 'removeEventListener');
      const reading = engine.analyseFrame(makeFrame().frame, { signal: giveUp.signal });
      worker.reply({ type: 'analysis', id: 2, analysis });
      await reading;
      expect(removed).toHaveBeenCalledOnce();
      giveUp.abort();
      expect(worker.sent.filter(({ type }) => type === 'cancel')).toEqual([]);
    });

    test('is lost if it does not stop', async () => {
      vi.useFakeTimers();
      const { engine } = await start();
      const giveUp = new AbortController();
      const reading = engine.analysePhoto(makeFrame().frame, { signal: giveUp.signal });
      giveUp.abort();
      vi.advanceTimersByTime(100_000);
      vi.useRealTimers();
      await expect(reading).rejects.toMatchObject({ code: 'no-answer' });
    });
  });

  test('when the worker dies, pending and later requests reject and every listener hears of it once', async () => {
    const { engine, worker } = await start();
    const early = vi.fn();
    engine.onLost(early);
    const pending = engine.resetTracking();
    worker.die('out of memory');
    worker.die('again');
    await expect(pending).rejects.toMatchObject({ code: 'worker-stopped' });
    const { frame, close } = makeFrame();
    await expect(engine.analyseFrame(frame)).rejects.toMatchObject({ code: 'worker-stopped' });
    expect(close).toHaveBeenCalledOnce();
    const late = vi.fn();
    engine.onLost(late);
    await Promise.resolve();
    expect(early).toHaveBeenCalledOnce();
    expect(late).toHaveBeenCalledOnce();
    expect((late.mock.calls[0] as [EngineError])[0].detail).toContain('out of memory');
    expect(worker.terminated).toBe(true);
  });

  test('when its device is lost it counts as gone, and listeners know before those who wait for an answer', async () => {
    const { engine, worker } = await start();
    const heard: string[] = [];
    engine.onLost(({ code }) => heard.push(`listener: ${code}`));
    const pending = engine.analyseFrame(makeFrame().frame).catch((error: unknown) => {
      heard.push(`request: ${(error as EngineError).code}`);
    });
    worker.reply({ type: 'lost', detail: 'the WebGPU device was lost' });
    await pending;
    expect(heard).toEqual(['listener: device-lost', 'request: device-lost']);
    expect(worker.terminated).toBe(true);
  });

  test('when it does not answer it counts as gone', async () => {
    vi.useFakeTimers();
    const { engine, worker } = await start();
    const onLost = vi.fn();
    engine.onLost(onLost);
    const pending = engine.analyseFrame(makeFrame().frame);
    vi.advanceTimersByTime(3_600_000);
    vi.useRealTimers();
    await expect(pending).rejects.toMatchObject({ code: 'no-answer' });
    expect(onLost).toHaveBeenCalledOnce();
    expect(worker.terminated).toBe(true);
  });

  test('after dispose requests reject, and that is no loss', async () => {
    const { engine, worker } = await start();
    const onLost = vi.fn();
    engine.onLost(onLost);
    const pending = engine.resetTracking();
    engine.dispose();
    await expect(pending).rejects.toMatchObject({ code: 'not-started' });
    await expect(engine.classifyCrops(new Uint8Array(2304))).rejects.toMatchObject({ code: 'not-started' });
    expect(worker.terminated).toBe(true);
    expect(onLost).not.toHaveBeenCalled();
  });
});
