/** Calls of WebGPU since the page or worker began. Counts are free of the noise that times have. */
export interface GpuCalls {
  dispatches: number;
  submits: number;
  /** Buffers that are mapped to be read. */
  readbacks: number;
  buffersCreated: number;
}

// Imported for its effect before anything touches the GPU: by every page, and by Mien's worker (see mien-worker-gpu.ts).
const calls: GpuCalls = { dispatches: 0, submits: 0, readbacks: 0, buffersCreated: 0 };
globalThis.benchGpuCalls = calls;

// A browser without WebGPU has none of these.
if ('GPUDevice' in globalThis) {
  watch(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', () => calls.dispatches++);
  watch(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', () => calls.dispatches++);
  watch(GPUQueue.prototype, 'submit', () => calls.submits++);
  watch(GPUDevice.prototype, 'createBuffer', () => calls.buffersCreated++);
  watch(GPUBuffer.prototype, 'mapAsync', (mode) => {
    if (mode === GPUMapMode.READ) calls.readbacks++;
  });
}

function watch<T extends object>(prototype: T, name: keyof T, count: (...parameters: unknown[]) => void): void {
  const original = prototype[name] as (...parameters: unknown[]) => unknown;
  prototype[name] = function (this: T, ...parameters: unknown[]) {
    count(...parameters);
    return original.apply(this, parameters);
  } as T[keyof T];
}
