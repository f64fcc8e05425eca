import '@tensorflow/tfjs-backend-cpu';
import {
  engine,
  KernelBackend,
  memory,
  registerBackend,
  removeBackend,
  setBackend,
  type DataId,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createUpload } from '../../../src/engine/device/upload-input.ts';

class FakeBuffer {
  content: number[] = [];
  readonly size: number;
  constructor({ size }: { readonly size: number }) {
    this.size = size;
  }
}

/** A GPU's memory: buffers, and tensors that lie in them. */
class FakeWebGpu extends KernelBackend {
  readonly device = {
    createBuffer: vi.fn((descriptor: { readonly size: number }) => new FakeBuffer(descriptor)),
    queue: {
      writeBuffer: (buffer: FakeBuffer, _offset: number, values: Float32Array) => {
        buffer.content = Array.from(values);
      },
    },
  };
  readonly buffers = new Map<DataId, FakeBuffer>();

  override createTensorFromGPUData(values: object, shape: number[], dtype: 'float32'): Tensor {
    const dataId = {};
    this.buffers.set(dataId, (values as { readonly buffer: FakeBuffer }).buffer);
    return engine().makeTensorFromTensorInfo({ dataId, shape, dtype }, this);
  }
  override disposeData(dataId: DataId): boolean {
    return this.buffers.delete(dataId);
  }
  override numDataIds(): number {
    return this.buffers.size;
  }
  override dispose(): void {
    this.buffers.clear();
  }
}

let gpu: FakeWebGpu;
beforeEach(async () => {
  vi.stubGlobal('GPUBuffer', FakeBuffer);
  vi.stubGlobal('GPUBufferUsage', { STORAGE: 1, COPY_SRC: 2, COPY_DST: 4 });
  registerBackend('webgpu', () => (gpu = new FakeWebGpu()));
  await setBackend('webgpu');
});
afterEach(() => {
  removeBackend('webgpu');
  vi.unstubAllGlobals();
});

test('a buffer is written to again once it is released, and not before', () => {
  const upload = createUpload();
  const first = upload(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
  const second = upload(Float32Array.of(5, 6, 7, 8), [1, 2, 2, 1]);
  const contents = () => Array.from(gpu.buffers.values(), ({ content }) => content);
  expect(contents()).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  expect(first.input.shape).toEqual([1, 2, 2, 1]);
  first.release();
  const third = upload(Float32Array.of(9, 9, 9, 9), [1, 2, 2, 1]);
  expect(contents()).toEqual([
    [5, 6, 7, 8],
    [9, 9, 9, 9],
  ]);
  expect(gpu.device.createBuffer).toHaveBeenCalledTimes(2);
  second.release();
  third.release();
});

test('inputs of another size have buffers of their own', () => {
  const upload = createUpload();
  upload(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]).release();
  upload(Float32Array.of(1, 2), [1, 2, 1, 1]).release();
  expect(gpu.device.createBuffer.mock.calls.map(([{ size }]) => size)).toEqual([16, 8]);
});

test('other backends get tensors', async () => {
  await setBackend('cpu');
  const before = memory().numTensors;
  const uploaded = createUpload()(Float32Array.of(1, 2), [1, 2, 1, 1]);
  expect(Array.from(await uploaded.input.data())).toEqual([1, 2]);
  uploaded.release();
  expect(memory().numTensors).toBe(before);
});
