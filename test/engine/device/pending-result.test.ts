import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  joinResults,
  readResult,
  releaseOnThrow,
  type PendingResult,
} from '../../../src/engine/device/pending-result.ts';

beforeAll(() => setBackend('cpu'));

/** The values of a tensor, with a name. */
function makePending(name: string, output: Tensor, onRelease = vi.fn()) {
  return {
    output,
    decode: (values: Float32Array) => ({ name, values: Array.from(values) }),
    release() {
      onRelease();
      output.dispose();
    },
  } satisfies PendingResult<unknown>;
}

test('a result is what its values say, and frees what it needed', async () => {
  const before = memory().numTensors;
  const onRelease = vi.fn();
  const pending = makePending('logits', tensor2d([[1, 2]]), onRelease);
  expect(await readResult(pending)).toEqual({ name: 'logits', values: [1, 2] });
  expect(onRelease).toHaveBeenCalledOnce();
  expect(memory().numTensors).toBe(before);
});

test('frees what it needed if its values make no sense', async () => {
  const onRelease = vi.fn();
  const pending = makePending('logits', tensor2d([[1, 2]]), onRelease);
  await expect(readResult({ ...pending, decode: () => expect.fail('too few') })).rejects.toThrow('too few');
  expect(onRelease).toHaveBeenCalledOnce();
});

test('two results of any shape are read at once', async () => {
  const before = memory().numTensors;
  const boxes = tensor4d([5, 6, 7, 8], [1, 2, 2, 1]);
  const joined = joinResults(makePending('logits', tensor2d([[1, 2, 3]])), makePending('boxes', boxes));
  const read = vi.spyOn(joined.output as Tensor, 'data');
  expect(await readResult(joined)).toEqual([
    { name: 'logits', values: [1, 2, 3] },
    { name: 'boxes', values: [5, 6, 7, 8] },
  ]);
  expect(read).toHaveBeenCalledOnce();
  expect(memory().numTensors).toBe(before);
});

describe('what is pending', () => {
  test('is released if what is begun beside it throws', () => {
    const onRelease = vi.fn();
    const before = memory().numTensors;
    const pending = makePending('logits', tensor2d([[1, 2]]), onRelease);
    expect(() => releaseOnThrow(pending, () => expect.fail('out of memory'))).toThrow('out of memory');
    expect(onRelease).toHaveBeenCalledOnce();
    expect(memory().numTensors).toBe(before);
  });

  test('stays so if nothing is wrong', () => {
    const onRelease = vi.fn();
    const pending = makePending('logits', tensor2d([[1, 2]]), onRelease);
    expect(releaseOnThrow(pending, () => 'begun')).toBe('begun');
    expect(onRelease).not.toHaveBeenCalled();
    pending.release();
  });

  test('is released, both of two, if they cannot be joined', () => {
    const before = memory().numTensors;
    const releases = [vi.fn(), vi.fn()] as const;
    const first = makePending('logits', tensor2d([[1, 2]]), releases[0]);
    const gone = tensor2d([[3]]);
    gone.dispose(); // as if the device had gone
    expect(() => joinResults(first, { output: gone, decode: () => null, release: releases[1] })).toThrow();
    for (const onRelease of releases) expect(onRelease).toHaveBeenCalledOnce();
    expect(memory().numTensors).toBe(before);
  });
});

describe('what is computed already', () => {
  const makeComputed = (onRelease = vi.fn()) =>
    ({
      output: null,
      decode: (values: Float32Array) => values.length,
      release: onRelease,
    }) satisfies PendingResult<number>;

  test('is there without a wait', async () => {
    const onRelease = vi.fn();
    expect(await readResult(makeComputed(onRelease))).toBe(0);
    expect(onRelease).toHaveBeenCalledOnce();
  });

  test('goes with what is not, on either side', async () => {
    const before = memory().numTensors;
    const boxes = { name: 'boxes', values: [1, 2] };
    const begin = () => makePending('boxes', tensor2d([[1, 2]]));
    expect(await readResult(joinResults(makeComputed(), begin()))).toEqual([0, boxes]);
    expect(await readResult(joinResults(begin(), makeComputed()))).toEqual([boxes, 0]);
    expect(await readResult(joinResults(makeComputed(), makeComputed()))).toEqual([0, 0]);
    expect(memory().numTensors).toBe(before);
  });
});
