import {
  backend,
  getBackend,
  tensor,
  tensor4d,
  type KernelBackend,
  type Rank,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** A network's input on the device. */
export interface UploadedInput {
  readonly input: Tensor4D;
  /** Frees it; call it once, when all that was computed from it has been read. */
  release(): void;
}

/** Moves a network's input to the current backend. */
export type UploadInput = (values: Float32Array<ArrayBuffer>, shape: Tensor4D['shape']) => UploadedInput;

/**
 * The way to the current backend. For WebGPU, tfjs makes and destroys a buffer for every tensor that is uploaded; here
 * buffers are written to again once they are released, so that video needs no new ones.
 */
export function createUpload(): UploadInput {
  if (getBackend() !== 'webgpu') return uploadTensor;
  const { device } = backend() as KernelBackend & Pick<WebGPUBackend, 'device'>;
  const free = new Map<number, GPUBuffer[]>();
  return (values, shape) => {
    const ofThisSize = free.get(values.byteLength) ?? [];
    free.set(values.byteLength, ofThisSize);
    const buffer =
      ofThisSize.pop() ??
      device.createBuffer({
        size: values.byteLength,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    device.queue.writeBuffer(buffer, 0, values);
    const input = tensor<Rank.R4>({ buffer, zeroCopy: true }, shape, 'float32');
    return {
      input,
      release() {
        input.dispose();
        ofThisSize.push(buffer);
      },
    };
  };
}

function uploadTensor(values: Float32Array, shape: Tensor4D['shape']): UploadedInput {
  const input = tensor4d(values, shape);
  return { input, release: () => input.dispose() };
}
