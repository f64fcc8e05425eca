import { startWorker } from '../../node/worker-channel.ts';
import type { GemmRequest, GemmWorkerData } from './gemm-worker.ts';

/** Multiplies matrices on several threads, with the library that the fastest engine uses. */
export interface GemmProbe {
  /**
   * All threads at once, each on matrices of its own.
   *
   * @param size one of those that the probe was started with
   * @param duration in milliseconds
   * @returns GFLOP/s, all threads together
   */
  measure(size: number, duration: number): Promise<number>;
  dispose(): Promise<void>;
}

/** Starts one onnxruntime session a thread and size. */
export async function startGemmProbe(threads: number, sizes: GemmWorkerData): Promise<GemmProbe> {
  const url = new URL('./gemm-worker.ts', import.meta.url);
  const workers = await Promise.all(
    Array.from({ length: threads }, () => startWorker<GemmRequest, number>(url, sizes)),
  );
  return {
    async measure(size, duration) {
      const rates = await Promise.all(workers.map((worker) => worker.ask({ size, duration })));
      return rates.reduce((sum, rate) => sum + rate, 0);
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
