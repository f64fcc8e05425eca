import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { computeProbabilities } from '../../src/core/decision-rule.ts';
import type { ModelName } from '../../src/core/model-names.ts';
import type { EngineErrorCode, EngineMessage, EngineReply, EngineRequest } from '../../src/engine/link/protocol.ts';
import { yieldToMessages } from '../../src/engine/link/yield-to-messages.ts';
import { MANIFEST } from '../core/made-up-manifest.ts';

const loadEngine = vi.hoisted(() => vi.fn());
const readPixels = vi.hoisted(() => vi.fn());
vi.mock('../../src/engine/load-engine.ts', () => ({ loadEngine }));
vi.mock('../../src/engine/pixels/read-pixels.ts', () => ({ readPixels }));

/** The worker's side of the border: what it would hear and say. */
const scope = {
  onmessage: null as ((event: { data: EngineMessage }) => void) | null,
  postMessage: vi.fn<(reply: EngineReply, transfer?: readonly ArrayBuffer[]) => void>(),
};

const frame = {} as ImageBitmap;
const start: EngineRequest = { type: 'start', id: 1, baseUrl: 'https://mien.test/', forcedBackend: null, avoid: [] };

const LOGITS = Float32Array.from([0, 1, 2, 3, 4, 5, 6]);

function makePending() {
  return {
    output: { data: () => Promise.resolve(LOGITS.slice()) },
    decode: (values: Float32Array) => values,
    release: () => undefined,
  };
}

/** What is told of a picture without faces. */
const makeAnalysis = (withCrops: boolean) => ({ faces: [], crops: withCrops ? new Uint8Array(2304) : null });

/** An engine of which every part works. */
function makeEngine() {
  return {
    description: { backend: { name: 'wasm' } },
    analyser: {
      analyseFrame: vi.fn((_picture: unknown, _atMs: number, withCrops: boolean, _signal: AbortSignal) =>
        Promise.resolve(makeAnalysis(withCrops)),
      ),
      analysePhoto: vi.fn((_picture: unknown, withCrops: boolean, _signal: AbortSignal) =>
        Promise.resolve(makeAnalysis(withCrops)),
      ),
      resetTracking: vi.fn(),
      model: { classifier: { beginClassify: vi.fn(() => makePending()), manifest: MANIFEST } },
    },
    useModel: vi.fn((name: ModelName) => Promise.resolve({ name, manifest: MANIFEST })),
    takeFault: vi.fn((): string | null => null),
    lost: new Promise<string>(() => undefined),
  };
}

/** An error of ours, of the class that the freshly imported worker knows. */
async function makeEngineError(code: EngineErrorCode, detail: string): Promise<Error> {
  const { EngineError } = await import('../../src/engine/link/engine-error.ts');
  return new EngineError(code, detail);
}

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal('self', scope);
  scope.postMessage.mockClear();
  readPixels.mockReset().mockResolvedValue({ width: 1, height: 1 });
  await import('../../src/engine/engine.worker.ts');
});
afterEach(() => vi.unstubAllGlobals());

/** Sends requests one right after the other and returns all that the worker says until each has its reply. */
async function send(...requests: EngineRequest[]): Promise<EngineReply[]> {
  for (const data of requests) scope.onmessage?.({ data });
  const readReplies = () => scope.postMessage.mock.calls.map(([reply]) => reply);
  await vi.waitFor(() =>
    expect(readReplies().filter((reply) => reply.type !== 'progress').length).toBeGreaterThanOrEqual(requests.length),
  );
  // Time for a reply too many.
  await new Promise((resolve) => setTimeout(resolve, 5));
  return readReplies();
}

const useEngine = (engine: ReturnType<typeof makeEngine>) => {
  loadEngine.mockReset().mockResolvedValue(engine);
  return engine;
};

test('every kind of request gets one reply, in order', async () => {
  useEngine(makeEngine());
  const replies = await send(
    start,
    { type: 'analyse-frame', id: 2, frame, withCrops: false },
    { type: 'analyse-photo', id: 3, frame, withCrops: false },
    { type: 'classify-crops', id: 4, crops: new Uint8Array(2304) },
    { type: 'reset-tracking', id: 5 },
  );
  expect(replies.map((reply) => ('id' in reply ? `${reply.id} ${reply.type}` : reply.type))).toEqual([
    '1 ready',
    '2 analysis',
    '3 analysis',
    '4 classified',
    '5 done',
  ]);
});

test('the crops of a picture are handed over where they are asked for, and nothing is where they are not', async () => {
  useEngine(makeEngine());
  for (const type of ['analyse-frame', 'analyse-photo'] as const) {
    scope.postMessage.mockClear();
    await send(start, { type, id: 2, frame, withCrops: true }, { type, id: 3, frame, withCrops: false });
    const [, asked, unasked] = scope.postMessage.mock.calls;
    const [reply, transfer] = asked ?? [];
    expect(reply).toMatchObject({ id: 2, analysis: { crops: new Uint8Array(2304) } });
    expect(transfer).toEqual([reply?.type === 'analysis' ? reply.analysis.crops?.buffer : null]);
    expect(unasked).toEqual([{ type: 'analysis', id: 3, analysis: { faces: [], crops: null } }]);
  }
});

test('crops are classified by the everyday rule of the network in use', async () => {
  useEngine(makeEngine());
  const [, reply] = await send(start, { type: 'classify-crops', id: 2, crops: new Uint8Array(2304) });
  const expected = computeProbabilities(LOGITS, MANIFEST.decisions.everyday);
  if (reply?.type !== 'classified') expect.fail('no answer');
  else reply.probabilities.forEach((probability, k) => expect(probability).toBeCloseTo(expected[k] as number, 6));
});

test('another network loads while frames are read, and is in use when it is there', async () => {
  const engine = useEngine(makeEngine());
  await send(start);
  let finishLoading = (): void => undefined;
  engine.useModel.mockImplementation(
    (name) => new Promise((resolve) => (finishLoading = () => resolve({ name, manifest: MANIFEST }))),
  );
  scope.onmessage?.({ data: { type: 'use-model', id: 2, name: 'accurate', ifBetter: false } });
  expect((await send({ type: 'analyse-frame', id: 3, frame, withCrops: false })).at(-1)).toMatchObject({
    type: 'analysis',
    id: 3,
  });
  finishLoading();
  await vi.waitFor(() =>
    expect(scope.postMessage).toHaveBeenLastCalledWith({
      type: 'model',
      id: 2,
      model: { name: 'accurate', manifest: MANIFEST },
    }),
  );
});

test('progress comes before the reply', async () => {
  loadEngine.mockReset().mockImplementation((_request, onProgress: (progress: unknown) => void) => {
    onProgress({ stage: 'backend', backend: null, fraction: 0 });
    return Promise.resolve(makeEngine());
  });
  expect((await send(start)).map((reply) => reply.type)).toEqual(['progress', 'ready']);
});

test('before the start, requests fail, and their frames are read and closed all the same', async () => {
  expect(await send({ type: 'analyse-frame', id: 7, frame, withCrops: false })).toEqual([
    { type: 'failure', id: 7, code: 'not-started', detail: expect.any(String) as string },
  ]);
  expect(readPixels).toHaveBeenCalledWith(frame);
});

test('errors of ours keep their code, others are internal', async () => {
  useEngine(makeEngine()).analyser.model.classifier.beginClassify.mockImplementation(() => {
    throw new RangeError('not whole crops');
  });
  const unreadable = await makeEngineError('unreadable-frame', 'it is 0x0');
  readPixels.mockRejectedValue(unreadable);
  const replies = await send(
    start,
    { type: 'analyse-photo', id: 2, frame, withCrops: false },
    { type: 'classify-crops', id: 3, crops: new Uint8Array(1) },
  );
  expect(replies.slice(1)).toEqual([
    { type: 'failure', id: 2, code: 'unreadable-frame', detail: 'it is 0x0' },
    { type: 'failure', id: 3, code: 'internal', detail: 'not whole crops' },
  ]);
});

test('a start that fails can be tried again', async () => {
  const missing = await makeEngineError('model-missing', 'nothing there');
  loadEngine.mockReset().mockRejectedValueOnce(missing).mockResolvedValue(makeEngine());
  const replies = await send(start, { ...start, id: 2 });
  expect(replies.map((reply) => reply.type)).toEqual(['failure', 'ready']);
});

test('what the device reports behind the back of a call makes that call fail', async () => {
  const engine = useEngine(makeEngine());
  engine.takeFault.mockReturnValueOnce(null).mockReturnValueOnce('invalid shader');
  const replies = await send(
    start,
    { type: 'analyse-frame', id: 2, frame, withCrops: false },
    { type: 'reset-tracking', id: 3 },
  );
  expect(replies.slice(1)).toEqual([
    { type: 'failure', id: 2, code: 'internal', detail: 'invalid shader' },
    { type: 'done', id: 3 },
  ]);
});

describe('a request that is given up', () => {
  /** An engine whose photos take twelve passes, with a look at the messages between them, and how many it has begun. */
  const makeThoroughEngine = () => {
    const engine = useEngine(makeEngine());
    const passes = { begun: 0 };
    engine.analyser.analysePhoto.mockImplementation(async (_picture, withCrops, signal) => {
      for (let pass = 0; pass < 12; pass++) {
        await yieldToMessages(signal);
        passes.begun += 1;
      }
      return makeAnalysis(withCrops);
    });
    return { engine, passes };
  };
  const cancel = (id: number) => scope.onmessage?.({ data: { type: 'cancel', id } });
  const photo: EngineRequest = { type: 'analyse-photo', id: 2, frame, withCrops: false };

  test('ends between two passes, has one reply, and lets the next one begin', async () => {
    const { passes } = makeThoroughEngine();
    await send(start);
    scope.onmessage?.({ data: photo });
    await vi.waitFor(() => expect(passes.begun).toBeGreaterThan(0), { interval: 0 });
    cancel(2);
    const replies = await send({ type: 'analyse-frame', id: 3, frame, withCrops: false });
    await vi.waitFor(() => expect(scope.postMessage).toHaveBeenCalledTimes(3));
    expect(replies.slice(1).map(({ type }) => type)).toEqual(['cancelled', 'analysis']);
    expect(replies[1]).toEqual({ type: 'cancelled', id: 2 });
    expect(passes.begun).toBeLessThan(12);
  });

  test('is not begun if its turn has not come, and its frame is closed', async () => {
    const { engine } = makeThoroughEngine();
    await send(start);
    scope.onmessage?.({ data: photo });
    scope.onmessage?.({ data: { type: 'analyse-frame', id: 3, frame, withCrops: false } });
    cancel(3);
    await vi.waitFor(() => expect(scope.postMessage).toHaveBeenCalledTimes(3));
    expect(scope.postMessage).toHaveBeenLastCalledWith({ type: 'cancelled', id: 3 });
    expect(engine.analyser.analyseFrame).not.toHaveBeenCalled();
    expect(readPixels).toHaveBeenCalledTimes(2);
  });

  test('too late has had its answer, and gets no other', async () => {
    makeThoroughEngine();
    await send(start, photo);
    cancel(2);
    cancel(99);
    const replies = await send({ type: 'reset-tracking', id: 3 });
    expect(replies.map(({ type }) => type)).toEqual(['ready', 'analysis', 'done']);
  });

  test('and fails for another reason says so', async () => {
    const { engine } = makeThoroughEngine();
    engine.analyser.analysePhoto.mockImplementation(async (_picture, _withCrops, signal) => {
      await yieldToMessages(signal).catch(() => undefined);
      throw new Error('out of memory');
    });
    await send(start);
    scope.onmessage?.({ data: photo });
    await vi.waitFor(() => expect(engine.analyser.analysePhoto).toHaveBeenCalled(), { interval: 0 });
    cancel(2);
    await vi.waitFor(() => expect(scope.postMessage).toHaveBeenCalledTimes(2));
    expect(scope.postMessage).toHaveBeenLastCalledWith(expect.objectContaining({ type: 'failure', code: 'internal' }));
  });
});

test('the loss of the device is told at once, even if a request never ends on it', async () => {
  let lose = (_detail: string): void => undefined;
  const lost = new Promise<string>((resolve) => (lose = resolve));
  const engine = useEngine({ ...makeEngine(), lost });
  engine.analyser.analyseFrame.mockReturnValue(new Promise(() => undefined));
  await send(start);
  scope.onmessage?.({ data: { type: 'analyse-frame', id: 2, frame, withCrops: false } });
  lose('the context was lost');
  await vi.waitFor(() =>
    expect(scope.postMessage).toHaveBeenLastCalledWith({ type: 'lost', detail: 'the context was lost' }),
  );
});
