import { describe, expect, it, vi } from 'vitest';
import type { ModelName } from '../../../src/core/model-names.ts';
import { EngineError } from '../../../src/engine/engine-client.ts';
import { FakeEngine, settle } from '../fake-engine.ts';
import { keeper, readyCount, run, runAndLose, starts, state, useKeeper } from './watched-keeper.ts';

useKeeper();

it('puts a new engine in the place of one that is lost, says so, and after a while says it no more', async () => {
  const lost = await runAndLose('webgpu', 500_000, 'device-lost');
  expect(lost.disposed).toBe(true);
  expect(keeper.engine).toBeNull();
  expect(state).toEqual({
    status: 'recovering',
    loss: { code: 'device-lost', detail: 'it is gone' },
    progress: null,
    stalled: null,
  });
  starts[1]?.onProgress({ stage: 'detector', backend: 'webgpu', fraction: 0.3 });
  expect(state).toMatchObject({ status: 'recovering', progress: { fraction: 0.3 } });
  const engine = await run('webgpu');
  expect(keeper.engine).toBe(engine);
  expect(state).toMatchObject({ status: 'ready', news: 'recovered' });
  expect(readyCount).toBe(2);
  vi.advanceTimersByTime(5000);
  expect(state).toMatchObject({ news: 'recovered' });
  vi.advanceTimersByTime(5000);
  expect(state).toMatchObject({ status: 'ready', news: null });
});

it('says nothing of a recovery at the first start', async () => {
  await run();
  expect(state).toMatchObject({ status: 'ready', news: null });
});

it('starts as before after one loss, and without the backend after a second one soon', async () => {
  await runAndLose('webgpu', 500_000);
  expect(starts[1]?.avoid).toEqual([]);
  await runAndLose('webgpu', 2000);
  expect(starts[2]?.avoid).toEqual([{ name: 'webgpu', reason: 'it is gone' }]);
  await run('webgl');
  expect(state).toMatchObject({ status: 'ready', news: 'recovered' });
});

it('gives up at the third loss in a row, until the visitor wants to try again with all that there is', async () => {
  await runAndLose('webgpu', 1000);
  await runAndLose('webgpu', 1000);
  await runAndLose('webgl', 1000, 'device-lost');
  expect(state).toEqual({ status: 'failed', problem: { code: 'device-lost', detail: 'it is gone' } });
  expect(starts).toHaveLength(3);
  void keeper.start();
  expect(state).toEqual({ status: 'loading', progress: null, stalled: null });
  expect(starts[3]?.avoid).toEqual([]);
  await runAndLose('webgpu', 1000);
  expect(state.status).toBe('recovering');
});

it('says where a start comes to a halt, and after it that the next backend was taken, for a while', async () => {
  starts[0]?.onStall({ name: 'webgpu', reason: 'it came to a halt', stalled: true });
  expect(state).toEqual({ status: 'loading', progress: null, stalled: 'webgpu' });
  starts[0]?.onProgress({ stage: 'backend', backend: 'webgl', fraction: 0 });
  expect(state).toMatchObject({ stalled: 'webgpu', progress: { backend: 'webgl' } });
  await run('webgl');
  expect(state).toMatchObject({ status: 'ready', news: 'took-next-backend' });
  vi.advanceTimersByTime(10_000);
  expect(state).toMatchObject({ status: 'ready', news: null });
});

it('does not try again by itself what did not start', async () => {
  const rejected = [{ name: 'webgpu', reason: 'the start came to a halt' }] as const;
  const engine = new FakeEngine(10, 'webgl', rejected);
  starts[0]?.engine.resolve(engine);
  await settle();
  engine.lose('device-lost');
  await settle();
  expect(starts[1]?.avoid).toEqual(rejected);
});

it('gives up at once where a start comes to a halt in spite of all', async () => {
  await runAndLose('wasm', 1000);
  starts[1]?.engine.reject(new EngineError('start-stalled', 'nothing arrives'));
  await settle();
  expect(state).toEqual({ status: 'failed', problem: { code: 'start-stalled', detail: 'nothing arrives' } });
});

it('forgives losses that lie far apart', async () => {
  for (let loss = 0; loss < 5; loss++) await runAndLose('webgpu', 90_000);
  expect(starts).toHaveLength(6);
  expect(starts.at(-1)?.avoid).toEqual([]);
});

it('does not avoid the backend that works where nothing else does', async () => {
  await runAndLose('wasm', 1000);
  await runAndLose('wasm', 1000);
  expect(starts[2]?.avoid).toEqual([]);
});

it('counts engines that are lost while they start, however long the one before had lived', async () => {
  await runAndLose('webgpu', 500_000);
  for (let attempt = 1; attempt <= 2; attempt++) {
    expect(state.status).toBe('recovering');
    starts[attempt]?.engine.reject(new EngineError('worker-stopped', 'out of memory'));
    await settle();
  }
  expect(state).toMatchObject({ status: 'failed', problem: { code: 'worker-stopped' } });
  expect(starts).toHaveLength(3);
});

it('gives up at once where the next engine cannot be loaded', async () => {
  await runAndLose('webgpu', 1000);
  starts[1]?.engine.reject(new EngineError('model-missing', '404'));
  await settle();
  expect(state).toEqual({ status: 'failed', problem: { code: 'model-missing', detail: '404' } });
});

it('keeps those waiting who want an engine, until the next one is there', async () => {
  await runAndLose('webgpu', 1000);
  const waiting = keeper.waitForEngine();
  const engine = await run();
  expect(await waiting).toBe(engine);
});

it('does not let a network that was on its way to a lost engine count for the next one', async () => {
  const lost = await run();
  void keeper.useModel('accurate', false);
  lost.lose();
  await run();
  expect(state).toMatchObject({ status: 'ready', model: { name: 'fast' }, loadingModel: null, modelProblem: null });
});

describe('a network that is wished for while another wish is under way', () => {
  /** Lets the engine answer a wish, the first one having number 0. */
  const answer = async (engine: FakeEngine, wish: number, inUse: ModelName) => {
    engine.models[wish]?.resolve(inUse);
    await settle();
  };

  it('is asked for by name where it was on its way only if it is better', async () => {
    const engine = await run();
    void keeper.useModel('accurate', true);
    void keeper.useModel('accurate', false);
    expect(engine.onlyIfBetter).toEqual([true, false]);
    // The first wish comes to nothing, the second one counts.
    await answer(engine, 0, 'fast');
    expect(state).toMatchObject({ model: { name: 'fast' }, loadingModel: 'accurate' });
    await answer(engine, 1, 'accurate');
    expect(state).toMatchObject({ model: { name: 'accurate' }, loadingModel: null });
  });

  it('has to be better where it was asked for by name', async () => {
    const engine = await run();
    void keeper.useModel('accurate', false);
    void keeper.useModel('accurate', true);
    expect(engine.onlyIfBetter).toEqual([false, true]);
    await answer(engine, 0, 'accurate');
    await answer(engine, 1, 'fast');
    expect(state).toMatchObject({ model: { name: 'fast' }, loadingModel: null });
    void keeper.useModel('accurate', false);
    await answer(engine, 2, 'accurate');
    void keeper.useModel('accurate', true);
    expect(engine.onlyIfBetter).toEqual([false, true, false, true]);
  });

  it('does not take the answer to an earlier wish for its own', async () => {
    const engine = await run();
    void keeper.useModel('accurate', false);
    void keeper.useModel('fast', false);
    void keeper.useModel('accurate', false);
    await answer(engine, 0, 'fast');
    expect(state).toMatchObject({ model: { name: 'fast' }, loadingModel: 'accurate' });
    engine.models[1]?.reject(new EngineError('model-missing', '404'));
    await settle();
    expect(state).toMatchObject({ loadingModel: 'accurate', modelProblem: null });
    await answer(engine, 2, 'accurate');
    expect(state).toMatchObject({ model: { name: 'accurate' }, loadingModel: null });
  });

  it('is not asked for again where the wish is the same', async () => {
    const engine = await run();
    for (let time = 0; time < 2; time++) void keeper.useModel('fast', true);
    for (let time = 0; time < 2; time++) void keeper.useModel('accurate', true);
    expect(engine.onlyIfBetter).toEqual([true]);
  });
});

it('forgets what became of another network once the one in use is wished for', async () => {
  const engine = await run();
  void keeper.useModel('accurate', false);
  engine.models[0]?.reject(new EngineError('model-missing', '404'));
  await settle();
  expect(state).toMatchObject({ model: { name: 'fast' }, modelProblem: { code: 'model-missing' } });
  void keeper.useModel('fast', false);
  expect(state).toMatchObject({ model: { name: 'fast' }, loadingModel: null, modelProblem: null });
  expect(engine.onlyIfBetter).toEqual([false]);
});

it('does not hear of a loss of an engine that is no longer in use', async () => {
  const first = await runAndLose('webgpu', 1000);
  await run();
  first.lose();
  await settle();
  expect(state.status).toBe('ready');
});
