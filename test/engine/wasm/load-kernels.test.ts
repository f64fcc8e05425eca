import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, test, vi } from 'vitest';
import simd from 'virtual:wasm-kernels/simd';
import { compileKernels, loadKernels } from '../../../src/engine/wasm/load-kernels.ts';
import { MemoryPlan } from '../../../src/engine/wasm/memory-plan.ts';

// Node 20 has it behind this flag; later ones need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('the fastest build is taken that is valid here', async () => {
  expect((await loadKernels()).name).toBe('mien-relaxed-simd');
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValueOnce(false);
  expect((await loadKernels()).name).toBe('mien-simd');
  validate.mockReturnValue(false);
  await expect(loadKernels()).rejects.toMatchObject({ name: 'KernelsError', code: 'no-simd' });
});

test.each([new WebAssembly.CompileError('it is too large'), new RangeError('out of memory')])(
  'code for which there is no room: %s',
  async (cause) => {
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(cause);
    await expect(compileKernels(simd)).rejects.toMatchObject({ code: 'not-compiled', detail: cause.message, cause });
  },
);

describe('memory for which there is no room', () => {
  const cause = new RangeError('out of memory');
  const refuse = () => {
    throw cause;
  };
  const shortage: unknown = expect.objectContaining({ code: 'no-memory', detail: 'out of memory', cause });

  test('at the start', async () => {
    const start = await compileKernels(simd);
    // To be called with `new`, which arrow functions are not.
    const Instance = vi.fn(function () {
      refuse();
    });
    vi.stubGlobal('WebAssembly', { Instance });
    expect(start).toThrow(shortage);
  });

  test('when it grows', async () => {
    const { memory } = (await compileKernels(simd))();
    const plan = new MemoryPlan();
    plan.reserve(memory.buffer.byteLength);
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(refuse);
    expect(() => plan.writeTo(memory)).toThrow(shortage);
  });
});

test('what is wrong with the kernels is no lack of room', async () => {
  vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new TypeError('no bytes'));
  await expect(compileKernels(simd)).rejects.toThrow(TypeError);
});
