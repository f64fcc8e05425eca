/** How fast frames are read. */
export interface FrameStatistics {
  /** Frames read since the start. */
  readonly frames: number;
  /** Over the last seconds; 0 before the second frame. */
  readonly framesPerSecond: number;
  /** From taking a picture to having its result, mean over the last seconds; 0 before the first frame. */
  readonly latencyMs: number;
}

/** Long enough for steady numbers, short enough to follow a change. */
const WINDOW_MS = 2000;

/** Counts frames and averages their timing over a moving window. Times are of any one clock, in milliseconds. */
export class FrameCounter {
  #frames = 0;
  #recent: { readonly finishedAtMs: number; readonly latencyMs: number }[] = [];

  /** Takes in one frame and gives the statistics up to it. */
  record(capturedAtMs: number, finishedAtMs: number): FrameStatistics {
    this.#frames += 1;
    this.#recent = this.#recent.filter((frame) => frame.finishedAtMs > finishedAtMs - WINDOW_MS);
    this.#recent.push({ finishedAtMs, latencyMs: finishedAtMs - capturedAtMs });
    return this.read();
  }

  /** Forgets the timing, after a pause say, but not the count. */
  restart(): void {
    this.#recent = [];
  }

  /** The statistics up to the last frame. */
  read(): FrameStatistics {
    const [first] = this.#recent;
    const last = this.#recent.at(-1);
    if (!first || !last) return { frames: this.#frames, framesPerSecond: 0, latencyMs: 0 };
    const spanMs = last.finishedAtMs - first.finishedAtMs;
    const latencySumMs = this.#recent.reduce((sum, frame) => sum + frame.latencyMs, 0);
    return {
      frames: this.#frames,
      framesPerSecond: spanMs > 0 ? ((this.#recent.length - 1) * 1000) / spanMs : 0,
      latencyMs: latencySumMs / this.#recent.length,
    };
  }
}
