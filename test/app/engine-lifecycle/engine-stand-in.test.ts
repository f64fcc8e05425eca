import { describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../../src/engine/engine-client.ts';
import { createPending, FakeEngine, settle } from '../fake-engine.ts';
import { keeper, loseSlowStarter, readyCount, run, runAndLose, starts, state, useKeeper } from './watched-keeper.ts';

useKeeper();

it('lets another engine stand in where the next one compiles for long', async () => {
  await loseSlowStarter();
  expect(starts[1]?.backend).toBe('wasm');
  const standIn = await run('wasm');
  expect(keeper.engine).toBe(standIn);
  expect(state).toMatchObject({ status: 'ready', description: standIn.description, news: 'recovered' });

  expect(starts[2]?.backend).toBeUndefined();
  starts[2]?.onProgress({ stage: 'warm-up', backend: 'webgpu', fraction: 0.6 });
  expect(state).toMatchObject({ status: 'ready', description: standIn.description });
  const next = await run('webgpu');
  expect(keeper.engine).toBe(next);
  expect(state).toMatchObject({ status: 'ready', description: next.description, news: 'relieved' });
  expect(readyCount).toBe(3);
  expect(standIn.disposed).toBe(true);
});

it('lets the one that stands in finish what it was asked for', async () => {
  await loseSlowStarter();
  const standIn = await run('wasm');
  const asked = createPending<undefined>();
  standIn.resetTracking = () => asked.promise;
  await run('webgpu');
  expect(standIn.disposed).toBe(false);
  asked.resolve(undefined);
  await settle();
  expect(standIn.disposed).toBe(true);
});

it('stays with the one that stands in if the next one fails, or is no better', async () => {
  await loseSlowStarter();
  const standIn = await run('wasm');
  starts[2]?.engine.reject(new EngineError('no-backend', 'webgpu: no adapter'));
  await settle();
  expect(keeper.engine).toBe(standIn);
  expect(standIn.disposed).toBe(false);

  void keeper.start();
  await loseSlowStarter();
  const another = await run('wasm');
  const noBetter = await run('wasm');
  expect(keeper.engine).toBe(another);
  expect(noBetter.disposed).toBe(true);
});

it('loads no better network into an engine that stands in, but one that the visitor wants', async () => {
  await loseSlowStarter();
  const standIn = await run('wasm');
  await keeper.useModel('accurate', true);
  expect(standIn.onlyIfBetter).toEqual([]);
  void keeper.useModel('accurate', false);
  expect(standIn.onlyIfBetter).toEqual([false]);
  const next = await run('webgpu');
  void keeper.useModel('accurate', true);
  expect(next.onlyIfBetter).toEqual([true]);
});

it('asks for a better network once the engine that stood in is to stay', async () => {
  await loseSlowStarter();
  const standIn = await run('wasm');
  const before = readyCount;
  starts[2]?.engine.reject(new EngineError('no-backend', 'webgpu: no adapter'));
  await settle();
  expect(readyCount).toBe(before + 1);
  void keeper.useModel('accurate', true);
  expect(standIn.onlyIfBetter).toEqual([true]);
});

describe('the loss of an engine that stands in', () => {
  /** The last start: of the engine that it stands in for, as long as no other one has begun. */
  const findLastStart = () => starts.at(-1) ?? expect.fail('nothing starts');

  it('is mended by the engine that starts already, whose progress is seen from then on', async () => {
    await loseSlowStarter();
    const waitingStarts = starts.length + 1;
    await runAndLose('wasm', 1000);
    expect(starts).toHaveLength(waitingStarts);
    expect(state).toMatchObject({ status: 'recovering', progress: null });
    findLastStart().onProgress({ stage: 'warm-up', backend: 'webgpu', fraction: 0.6 });
    expect(state).toMatchObject({ status: 'recovering', progress: { fraction: 0.6 } });
    const waiting = keeper.waitForEngine();
    const engine = await run('webgpu');
    expect(keeper.engine).toBe(engine);
    expect(await waiting).toBe(engine);
    expect(state).toMatchObject({ status: 'ready', description: engine.description, news: 'recovered' });
  });

  it('is mended even where it is the third in a row, and by an engine that is no better', async () => {
    await runAndLose('webgpu', 1000);
    await loseSlowStarter(1000);
    await runAndLose('wasm', 1000);
    expect(state.status).toBe('recovering');
    const engine = await run('wasm');
    expect(keeper.engine).toBe(engine);
    expect(engine.disposed).toBe(false);
    vi.advanceTimersByTime(1000);
    engine.lose();
    await settle();
    expect(state.status).toBe('failed');
  });

  it('lets the page give up where the other one does not start either', async () => {
    await loseSlowStarter();
    await runAndLose('wasm', 1000);
    findLastStart().engine.reject(new EngineError('no-backend', 'none works'));
    await settle();
    expect(state).toEqual({ status: 'failed', problem: { code: 'no-backend', detail: 'none works' } });
  });

  it('counts with that of the one that was to come', async () => {
    await loseSlowStarter();
    await runAndLose('wasm', 500_000);
    const before = starts.length;
    for (let loss = 2; loss <= 3; loss++) {
      expect(state.status).toBe('recovering');
      starts.at(-1)?.engine.reject(new EngineError('worker-stopped', 'out of memory'));
      await settle();
    }
    expect(starts).toHaveLength(before + 1);
    expect(state).toMatchObject({ status: 'failed', problem: { code: 'worker-stopped' } });
  });

  it('does not bring back a backend that was given up', async () => {
    await runAndLose('webgpu', 1000);
    await loseSlowStarter(1000);
    const avoided = [{ name: 'webgpu', reason: 'it is gone' }];
    const standIn = await run('wasm');
    expect(findLastStart().avoid).toEqual(avoided);
    findLastStart().engine.reject(new EngineError('no-backend', 'none is better'));
    await settle();
    vi.advanceTimersByTime(500_000);
    standIn.lose();
    await settle();
    expect(findLastStart().avoid).toEqual(avoided);
  });
});

it('has no use for the engine that was to come once the visitor starts anew', async () => {
  await loseSlowStarter();
  await run('wasm');
  const late = starts.at(-1);
  void keeper.start();
  late?.onProgress({ stage: 'warm-up', backend: 'webgpu', fraction: 0.6 });
  expect(state).toEqual({ status: 'loading', progress: null, stalled: null });
  const engine = new FakeEngine(10, 'webgpu');
  late?.engine.resolve(engine);
  await settle();
  expect(engine.disposed).toBe(true);
  expect(state.status).toBe('loading');
});
