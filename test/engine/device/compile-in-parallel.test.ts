import { env, KernelBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { compileInParallel } from '../../../src/engine/device/compile-in-parallel.ts';

const FLAG = 'WEBGPU_ENGINE_COMPILE_ONLY';
env().registerFlag(FLAG, () => false);

/** Says what is done with it. */
class FakeBackend extends KernelBackend {
  readonly checkCompileCompletionAsync = vi.fn(() => Promise.resolve());
  override dispose(): void {
    // Nothing lies on it.
  }
}

let name = '';
afterEach(() => removeBackend(name));

async function start(asName: string): Promise<FakeBackend> {
  name = asName;
  const fake = new FakeBackend();
  registerBackend(name, () => fake);
  await setBackend(name);
  return fake;
}

test('kernels are called with nothing computed, and all shaders are waited for once they compute again', async () => {
  const fake = await start('webgpu');
  const flags: boolean[] = [];
  fake.checkCompileCompletionAsync.mockImplementation(() => {
    flags.push(env().getBool(FLAG));
    return Promise.resolve();
  });
  await compileInParallel(() => void flags.push(env().getBool(FLAG)));
  expect(flags).toEqual([true, false]);
});

test('a shader that the driver refuses is an error, and kernels compute again after it', async () => {
  const fake = await start('webgpu');
  fake.checkCompileCompletionAsync.mockRejectedValue(new Error('invalid shader'));
  await expect(compileInParallel(() => undefined)).rejects.toThrow('invalid shader');
  expect(env().getBool(FLAG)).toBe(false);
});

test('kernels compute again after a call that throws', async () => {
  await start('webgpu');
  const throwing = () => {
    throw new Error('no such kernel');
  };
  await expect(compileInParallel(throwing)).rejects.toThrow('no such kernel');
  expect(env().getBool(FLAG)).toBe(false);
});

test('where there are no shaders, nothing is called', async () => {
  await start('wasm');
  const callKernels = vi.fn();
  await compileInParallel(callKernels);
  expect(callKernels).not.toHaveBeenCalled();
});
