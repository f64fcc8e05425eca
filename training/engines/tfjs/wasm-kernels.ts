import * as tf from '@tensorflow/tfjs-core';

/** The part of the wasm backend that kernels use. */
interface KernelBackend {
  disposeData(dataId: object): void;
}

/** A kernel of tfjs, called as its engine calls it. */
export type Kernel = (params: {
  inputs: Record<string, tf.TensorInfo> | tf.TensorInfo[];
  backend: unknown;
  attrs?: object;
}) => tf.TensorInfo;

/** @throws Error if the wasm backend has no kernel of that name */
export function findKernel(name: string): Kernel {
  const kernel = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
  if (!kernel) throw new Error(`the tfjs wasm backend has no kernel ${name}`);
  return kernel.kernelFunc as unknown as Kernel;
}

/** Registers a kernel, in place of the backend's own where it has one. */
export function replaceKernel(kernelName: string, kernelFunc: Kernel): void {
  if (tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as unknown as tf.KernelFunc });
}

/** Frees what a kernel computed on its way. */
export function dispose(backend: unknown, ...tensors: tf.TensorInfo[]): void {
  for (const { dataId } of tensors) (backend as KernelBackend).disposeData(dataId);
}
