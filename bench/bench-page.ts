import type { Box } from '../src/core/box.ts';
import type { GpuCalls } from './pages/count-gpu-calls.ts';

/** What a pipeline said of one frame. */
export interface FrameResult {
  /** From handing the frame over to having the expressions of all faces. */
  readonly ms: number;
  /** In pixels of the frame. */
  readonly faces: readonly Box[];
}

/** `performance.measure` of this name lasts from handing a frame over to having its faces. */
export const READ_MEASURE = 'bench: read';

/** What the page of every pipeline offers the command, as `window.bench`. */
export interface BenchPage {
  /** Milliseconds from the page's navigation to its first result; rejects with what kept it from starting. */
  readonly firstResult: Promise<number>;
  /** Shows the pipeline a frame of the plan. A frame that does not follow the last one begins a new video. */
  run(index: number): Promise<FrameResult>;
  /** Milliseconds for `faces` faces that are already cut; only Mien. */
  classify?(faces: number): Promise<number>;
  /** The faces on a whole picture by the path of photos, in its pixels; only Mien. */
  readPhoto?(path: string): Promise<readonly Box[]>;
  /** Multiply-accumulates of its network for a face; only Mien. */
  macs?(): Promise<number>;
  /** Milliseconds for the product of two square matrices of the same backend; only face-api's page. */
  multiply?(size: number): Promise<number>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
  /** In every page and worker whose calls of WebGPU are counted. */
  var benchGpuCalls: GpuCalls | undefined;
}
