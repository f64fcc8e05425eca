import '@tensorflow/tfjs-backend-cpu';
import { getKernel, memory, registerKernel, setBackend, unregisterKernel } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { testCurrentBackend } from '../../../src/engine/device/self-test.ts';

beforeAll(() => setBackend('cpu'));

const maxPool = getKernel('MaxPool', 'cpu');

afterEach(() => {
  unregisterKernel('MaxPool', 'cpu');
  registerKernel(maxPool);
});

test("tfjs's plain JavaScript backend, whose numbers are expected of the others, passes and leaves nothing behind", async () => {
  const before = memory().numTensors;
  await testCurrentBackend();
  expect(memory().numTensors).toBe(before);
});

test('a backend with one wrong kernel is found out', async () => {
  unregisterKernel('MaxPool', 'cpu');
  registerKernel({ ...getKernel('AvgPool', 'cpu'), kernelName: 'MaxPool' });
  await expect(testCurrentBackend()).rejects.toMatchObject({
    code: 'miscomputed',
    detail: expect.stringMatching(/^the self-test gave 0\./) as string,
  });
});
