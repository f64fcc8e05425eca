import { describe, expect, it, vi } from 'vitest';
import { chooseEngine } from '../../../training/engines/choose-engine.ts';
import { EngineError } from '../../../training/engines/engine-error.ts';
import { createGradientFunctionOf } from '../../../training/engines/engine-registry.ts';
import { findGpuAdapter } from '../../../training/engines/tfjs/find-gpu-adapter.ts';
import { ZOO } from '../../../training/models/zoo.ts';
import { ENGINES } from '../../../training/train-config.ts';

describe('chooseEngine', () => {
  it('takes the GPU where there is one, else onnxruntime', async () => {
    expect(await chooseEngine('auto', () => Promise.resolve('GeForce RTX 4070'))).toBe('tfjs-webgpu');
    expect(await chooseEngine('auto', () => Promise.resolve(null))).toBe('onnxruntime');
  });

  it('takes what is asked for without looking for a GPU', async () => {
    const findGpu = vi.fn(() => Promise.resolve('GeForce RTX 4070'));
    for (const engine of ENGINES) expect(await chooseEngine(engine, findGpu)).toBe(engine);
    expect(findGpu).not.toHaveBeenCalled();
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
    await expect(creating).rejects.toThrow(EngineError);
    await expect(creating).rejects.toThrow(/not installed; run `npm install --no-save @tensorflow\/tfjs-node@4\.\d+/);
  });
});
