import { describe, expect, test, vi } from 'vitest';
import { chooseBackend, type StartBackend } from '../../../src/engine/device/backend.ts';
import { EngineError } from '../../../src/engine/link/engine-error.ts';
import { KernelsError } from '../../../src/engine/link/kernels-error.ts';
import { BACKENDS, type BackendName } from '../../../src/engine/link/protocol.ts';

const READY = () => Promise.resolve('ready');

const ANY = { forced: null, avoid: [] };

/** A device that stays. */
const KEPT = new Promise<never>(() => undefined);

/** Starters that note when they are called; those with a reason refuse, those with a fault have it after the start. */
function makeStarters(
  reasons: Partial<Record<BackendName, string>>,
  faults: Partial<Record<BackendName, string>> = {},
  losses: Partial<Record<BackendName, Promise<string>>> = {},
) {
  const discarded: BackendName[] = [];
  const calls: { name: BackendName; allowSoftware: boolean }[] = [];
  const makeStarter =
    (name: BackendName): StartBackend =>
    (allowSoftware) => {
      calls.push({ name, allowSoftware });
      const reason = reasons[name];
      if (reason !== undefined) return Promise.reject(new Error(reason));
      return Promise.resolve({
        adapter: `adapter of ${name}`,
        takeFault: () => faults[name] ?? null,
        lost: losses[name] ?? KEPT,
        discard: () => discarded.push(name),
      });
    };
  const [webgpu, webgl, wasm] = BACKENDS.map(makeStarter) as [StartBackend, StartBackend, StartBackend];
  return { calls, discarded, starters: { webgpu, webgl, wasm } };
}

describe('without a wish', () => {
  test('the best backend is taken and the others are left alone', async () => {
    const { calls, starters } = makeStarters({});
    const { choice } = await chooseBackend(starters, ANY, READY);
    expect(choice).toEqual({ name: 'webgpu', adapter: 'adapter of webgpu', rejected: [] });
    expect(calls).toEqual([{ name: 'webgpu', allowSoftware: false }]);
  });

  test('the next one is taken where one refuses, and the reasons are kept in order', async () => {
    const { starters } = makeStarters({ webgpu: 'no adapter', webgl: 'software' });
    const { choice } = await chooseBackend(starters, ANY, READY);
    expect(choice.name).toBe('wasm');
    expect(choice.rejected).toEqual([
      { name: 'webgpu', reason: 'no adapter' },
      { name: 'webgl', reason: 'software' },
    ]);
  });

  test('it is told what is tried', async () => {
    const onTry = vi.fn();
    const { starters } = makeStarters({ webgl: 'software' });
    await chooseBackend(starters, { forced: null, avoid: [{ name: 'webgpu', reason: 'lost' }] }, READY, onTry);
    expect(onTry.mock.calls).toEqual([['webgl'], ['wasm']]);
  });

  test('the next one is taken where one is to be avoided, with the reason for that', async () => {
    const { calls, starters } = makeStarters({});
    const avoided = { name: 'webgpu', reason: 'it was lost twice' } as const;
    const { choice } = await chooseBackend(starters, { forced: null, avoid: [avoided] }, READY);
    expect(choice).toMatchObject({ name: 'webgl', rejected: [avoided] });
    expect(calls.map(({ name }) => name)).toEqual(['webgl']);
  });

  test('all refusing is a failure that gives every reason', async () => {
    const { starters } = makeStarters({ webgpu: 'one', webgl: 'two', wasm: 'three' });
    const failure = chooseBackend(starters, ANY, READY);
    await expect(failure).rejects.toBeInstanceOf(EngineError);
    await expect(failure).rejects.toMatchObject({ code: 'no-backend', detail: 'webgpu: one; webgl: two; wasm: three' });
  });
});

describe('a backend that starts', () => {
  test('is discarded for the next one if the networks do not run on it', async () => {
    const { starters, discarded } = makeStarters({}, { webgpu: 'invalid shader' });
    const makeReady = vi.fn().mockRejectedValueOnce(new Error('lost')).mockResolvedValue('networks');
    const withFault = await chooseBackend(starters, ANY, READY);
    expect(withFault.choice.rejected).toEqual([{ name: 'webgpu', reason: 'invalid shader' }]);
    expect(discarded).toEqual(['webgpu']);
    const withException = await chooseBackend(makeStarters({}).starters, ANY, makeReady);
    expect(withException.choice).toMatchObject({ name: 'webgl', rejected: [{ name: 'webgpu', reason: 'lost' }] });
    expect(withException.ready).toBe('networks');
  });

  test('is known to compute wrong numbers if nothing explains more', async () => {
    const wrong = new KernelsError('miscomputed', 'off by 0.4');
    const refuse = async (faults: Partial<Record<BackendName, string>>) => {
      const makeReady = vi.fn().mockRejectedValueOnce(wrong).mockResolvedValue('networks');
      return (await chooseBackend(makeStarters({}, faults).starters, ANY, makeReady)).choice.rejected;
    };
    expect(await refuse({})).toEqual([{ name: 'webgpu', reason: 'off by 0.4', miscomputes: true }]);
    expect(await refuse({ webgpu: 'invalid shader' })).toEqual([{ name: 'webgpu', reason: 'invalid shader' }]);
  });

  test('is discarded for the next one if its device is lost meanwhile, though no call on it ever ends', async () => {
    const { starters, discarded } = makeStarters({}, {}, { webgpu: Promise.resolve('the device was lost') });
    const makeReady = vi.fn().mockReturnValueOnce(KEPT).mockResolvedValue('networks');
    const { choice } = await chooseBackend(starters, ANY, makeReady);
    expect(choice).toMatchObject({ name: 'webgl', rejected: [{ name: 'webgpu', reason: 'the device was lost' }] });
    expect(discarded).toEqual(['webgpu']);
  });

  test('is not to blame for a missing file', async () => {
    const { calls, starters } = makeStarters({});
    const missing = new EngineError('model-missing', 'model.json');
    await expect(chooseBackend(starters, ANY, () => Promise.reject(missing))).rejects.toBe(missing);
    expect(calls).toHaveLength(1);
  });
});

describe('with a wish', () => {
  test('only that backend is tried, software allowed', async () => {
    const { calls, starters } = makeStarters({});
    const { choice } = await chooseBackend(starters, { forced: 'webgl', avoid: [] }, READY);
    expect(choice.name).toBe('webgl');
    expect(calls).toEqual([{ name: 'webgl', allowSoftware: true }]);
  });

  test('it is tried even if it is to be avoided', async () => {
    const { starters } = makeStarters({});
    const avoid = [{ name: 'webgl', reason: 'it was lost twice' }] as const;
    expect((await chooseBackend(starters, { forced: 'webgl', avoid }, READY)).choice.name).toBe('webgl');
  });

  test('no other one steps in', async () => {
    const { calls, starters } = makeStarters({ webgpu: 'no adapter' });
    await expect(chooseBackend(starters, { forced: 'webgpu', avoid: [] }, READY)).rejects.toMatchObject({
      code: 'no-backend',
      detail: 'webgpu: no adapter',
    });
    expect(calls).toHaveLength(1);
  });
});
