import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelName } from '../../../src/core/model-names.ts';
import type { WarmModel } from '../../../src/engine/classifier/load-model.ts';
import { ModelCache } from '../../../src/engine/classifier/model-cache.ts';

const makeModel = (name: ModelName) => ({ name }) as WarmModel;
const FAST = makeModel('fast');

const load = vi.fn((name: ModelName) => Promise.resolve(makeModel(name)));
const isBetter = vi.fn(() => Promise.resolve(true));
const onChange = vi.fn();
let cache: ModelCache;

beforeEach(() => {
  load.mockClear();
  isBetter.mockReset().mockResolvedValue(true);
  onChange.mockClear();
  cache = new ModelCache(FAST, { load, isBetter, onChange });
});

const use = async (name: ModelName, ifBetter = false) => (await cache.use(name, ifBetter)).name;

describe('a cache of networks', () => {
  test('loads each one once, and tells of every change', async () => {
    expect(await use('accurate')).toBe('accurate');
    expect(await use('fast')).toBe('fast');
    expect(await use('accurate')).toBe('accurate');
    expect(load.mock.calls).toEqual([['accurate']]);
    expect(onChange.mock.calls.map(([model]: WarmModel[]) => model?.name)).toEqual(['accurate', 'fast', 'accurate']);
  });

  test('takes a better one, and does not even load one that is not', async () => {
    isBetter.mockResolvedValue(false);
    expect(await use('accurate', true)).toBe('fast');
    expect(load).not.toHaveBeenCalled();
    isBetter.mockResolvedValue(true);
    expect(await use('accurate', true)).toBe('accurate');
  });

  test('goes back to the first one where one that was asked for by name is not better', async () => {
    await use('accurate');
    isBetter.mockResolvedValue(false);
    expect(await use('accurate', true)).toBe('fast');
    expect(onChange).toHaveBeenLastCalledWith(FAST);
  });

  test('does what was wished last, whatever arrives first', async () => {
    let arrive = (): void => undefined;
    load.mockReturnValueOnce(new Promise((resolve) => (arrive = () => resolve(makeModel('accurate')))));
    const late = cache.use('accurate', false);
    expect(await use('fast')).toBe('fast');
    arrive();
    expect((await late).name).toBe('fast');
    expect(onChange).not.toHaveBeenCalled();
  });

  test('keeps the one in use if another cannot be loaded, and tries again when asked again', async () => {
    load.mockRejectedValueOnce(new Error('not there'));
    await expect(use('accurate')).rejects.toThrow('not there');
    expect(onChange).not.toHaveBeenCalled();
    expect(await use('accurate')).toBe('accurate');
  });
});
