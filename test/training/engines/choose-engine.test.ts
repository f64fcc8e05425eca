import { describe, expect, it, vi } from 'vitest';
import { chooseEngine, createGradientFunctionOf } from '../../../training/engines/engine-registry.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { findGpuAdapter } from '../../../node/gpu/find-gpu-adapter.ts';
import { ZOO } from '../../../training/models/zoo.ts';
import { ENGINES } from '../../../training/recipe/train-config.ts';

describe('chooseEngine', () => {
  it.each([
    ['GeForce RTX 4070', true, 'tfjs-webgpu'],
    ['GeForce RTX 4070', false, 'tfjs-webgpu'],
    [null, true, 'onednn'],
    [null, false, 'onnxruntime'],
  ])('takes the GPU, then oneDNN, then onnxruntime: %s, %s', async (gpu, onednn, expected) => {
    const find = () => Promise.resolve(gpu);
    expect(await chooseEngine('auto', find, () => onednn)).toBe(expected);
  });

  it('takes what is asked for without looking for anything', async () => {
    const findGpu = vi.fn(() => Promise.resolve('GeForce RTX 4070'));
    const findOnednn = vi.fn(() => true);
    for (const engine of ENGINES) expect(await chooseEngine(engine, findGpu, findOnednn)).toBe(engine);
    expect(findGpu).not.toHaveBeenCalled();
    expect(findOnednn).not.toHaveBeenCalled();
  });
});

describe('findGpuAdapter', () => {
  it('finds no GPU where the driver is missing, without a word', async () => {
    // The loader of Vulkan reads these; on systems without Vulkan a real GPU may be found all the same.
    vi.stubEnv('VK_ICD_FILENAMES', 'no-such-driver.json');
    vi.stubEnv('VK_DRIVER_FILES', 'no-such-driver.json');
    const stderr = vi.spyOn(process.stderr, 'write');
    try {
      const adapter = await findGpuAdapter();
      if (process.platform === 'linux') expect(adapter).toBeNull();
      else expect(adapter).not.toBe('');
      expect(stderr).not.toHaveBeenCalled();
    } finally {
      vi.unstubAllEnvs();
      stderr.mockRestore();
    }
  });
});

describe('an engine that is not installed', () => {
  it('says in one sentence what to do', async () => {
    const creating = createGradientFunctionOf('tfjs-node')(ZOO.perceptron, 1);
    await expect(creating).rejects.toThrow(ExpectedError);
    await expect(creating).rejects.toThrow(/not installed; run `npm install --no-save @tensorflow\/tfjs-node@4\.\d+/);
  });
});
