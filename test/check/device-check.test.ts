import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkDevice, type EngineCheck } from '../../src/check/device-check.ts';
import { EngineError, type Engine } from '../../src/engine/engine-client.ts';

const description = { backend: { name: 'wasm', adapter: null, rejected: [] } } as never;

beforeEach(() => {
  vi.stubGlobal('ImageData', Object);
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({}));
});
afterEach(() => vi.unstubAllGlobals());

/** An engine on a clock of its own: a face takes it 10 ms, the first time 100, and a frame 2000 ms. */
function makeEngine() {
  let time = 0;
  let runs = 0;
  const onLost = vi.fn<(listener: (error: EngineError) => void) => void>();
  const engine = {
    description,
    classifyCrops(crops: Uint8Array) {
      time += (runs++ === 0 ? 100 : 10) * (crops.length / 2304);
      return Promise.resolve(new Float32Array());
    },
    analyseFrame() {
      time += 2000;
      return Promise.resolve({});
    },
    onLost,
  } as unknown as Engine;
  return { engine, onLost, now: () => time };
}

describe('checkDevice', () => {
  test('starts, measures and is done; a slow part is run once only', async () => {
    const { engine, now } = makeEngine();
    const states: EngineCheck[] = [];
    const check = checkDevice(
      () => Promise.resolve(engine),
      now,
      (state) => states.push(state),
    );
    expect(check.preprocessing.hash).toBe(check.preprocessing.expected);
    expect(await check.engine).toBe(engine);
    const done = await check.finished;
    expect(done).toEqual({
      status: 'done',
      description,
      speed: { oneFaceMs: 10, eightFacesMs: 80, detectionMs: 2000 },
    });
    expect(states.map((state) => state.status)).toEqual(['measuring', 'done']);
    expect(now()).toBe(100 + 14 * 10 + 15 * 80 + 2000);
  });

  test('an engine that does not start is a finding, not an exception', async () => {
    const failure = new EngineError('model-missing', 'nothing there');
    const check = checkDevice(
      () => Promise.reject(failure),
      () => 0,
      () => undefined,
    );
    expect(await check.engine).toBeNull();
    expect(await check.finished).toEqual({
      status: 'failed',
      problem: { code: 'model-missing', detail: 'nothing there' },
    });
  });

  test('an engine that dies later is shown as failed', async () => {
    const { engine, onLost, now } = makeEngine();
    const states: EngineCheck[] = [];
    await checkDevice(
      () => Promise.resolve(engine),
      now,
      (state) => states.push(state),
    ).finished;
    onLost.mock.calls[0]?.[0](new EngineError('internal', 'out of memory'));
    expect(states.at(-1)).toMatchObject({ status: 'failed', problem: { code: 'internal' } });
  });
});
