import { DETECTION_OPTIONS, type Interval } from '../detector/detection-options.ts';
import type { FollowedFace } from './face-tracker.ts';

/** Which pass of the detector goes with a frame's classification. */
export type PlannedPass =
  | { readonly kind: 'whole'; readonly inputSize: number }
  /** Over the regions around so many candidates, those that have waited longest, and around these faces. */
  | { readonly kind: 'refinement'; readonly candidates: number; readonly faceIds: readonly number[] };

const { doubt, timing, wholeFrame } = DETECTION_OPTIONS;

/** Faces that nearly fill a frame are seen best by this; the finer a pass is, the more of them it misses. */
export const SMALLEST_INPUT = wholeFrame.inputSizes[0];

/**
 * Decides when the detector runs again on a video whose faces are followed: when a face is in doubt, when somebody may
 * have come in, or when it has been long; and at what input size it sees the whole frame, by what that has cost so far.
 */
export class DetectionPlanner {
  #wholeAtMs = -Infinity;
  /** Passes over the whole frame so far, of this video. */
  #wholePasses = 0;
  /** Milliseconds that a pass over the whole frame takes for a pixel of its input; null before the first. */
  #msAPixel: number | null = null;
  /** Milliseconds of the networks in a frame without a pass of the detector; null before the first. */
  #plainMs: number | null = null;
  /** From one frame with faces to the next; 0 before the second. */
  #frameMs = 0;
  /** The last frame, if it had faces: when it came, and for how long the networks were at work on it. */
  #lastFrame: { readonly atMs: number; readonly workMs: number } | null = null;

  /** Input size of the next pass over the whole frame: as much as the device can afford. */
  get wholeSize(): number {
    return wholeFrame.inputSizes.findLast((size) => this.#predictMs(size) <= wholeFrame.longestMs) ?? SMALLEST_INPUT;
  }

  /** Milliseconds between two passes over the whole frame. */
  get wholeIntervalMs(): number {
    return Math.max(this.#toMs(wholeFrame.interval), this.#predictMs(this.wholeSize) / wholeFrame.shareOfTime);
  }

  /**
   * Called once a frame with faces.
   *
   * @param faces that are followed, at least one
   * @param candidates how many things a pass over the whole frame saw that were not refined yet
   */
  plan(faces: readonly FollowedFace[], candidates: number, nowMs: number): PlannedPass | null {
    this.#measureRate(nowMs);
    const isWholeDue = nowMs - this.#wholeAtMs >= this.wholeIntervalMs;
    if (isWholeDue && candidates === 0) return { kind: 'whole', inputSize: this.#chooseSize() };
    const inDoubt = faces.filter((face) => this.#isInDoubt(face, nowMs)).toSorted((a, b) => a.seenAtMs - b.seenAtMs);
    const regions = Math.ceil((candidates + inDoubt.length) / doubt.spreadFrames);
    if (regions === 0) return null;
    // Candidates first: where they were seen, they were some frames ago.
    const candidatesNow = Math.min(candidates, regions);
    const faceIds = inDoubt.slice(0, regions - candidatesNow).map(({ id }) => id);
    return { kind: 'refinement', candidates: candidatesNow, faceIds };
  }

  /**
   * Told of every frame whose faces were classified, and of the pass that went with it.
   *
   * @param ms that the networks took
   */
  recordFrame(pass: PlannedPass | null, ms: number, nowMs: number): void {
    this.#lastFrame = { atMs: nowMs, workMs: ms };
    if (pass === null) this.#plainMs = approach(this.#plainMs ?? ms, ms);
    else if (pass.kind === 'whole') this.recordSearch(pass.inputSize, ms - (this.#plainMs ?? 0), nowMs);
  }

  /** Told of every frame without faces: the next one that has some comes after a gap, however soon. */
  recordFaceless(): void {
    this.#lastFrame = null;
  }

  /**
   * Told of every pass over the whole frame that went alone.
   *
   * @param ms that it took
   */
  recordSearch(inputSize: number, ms: number, nowMs: number): void {
    this.#wholeAtMs = nowMs;
    this.#wholePasses += 1;
    const msAPixel = Math.max(0, ms) / inputSize ** 2;
    this.#msAPixel = approach(this.#msAPixel ?? msAPixel, msAPixel);
  }

  /** A new video: the whole of the next frame may be searched at once. What passes cost is still known. */
  reset(): void {
    this.#wholeAtMs = -Infinity;
    this.#wholePasses = 0;
    this.#lastFrame = null;
  }

  #chooseSize(): number {
    const { passesToSmallest } = wholeFrame;
    return this.#wholePasses % passesToSmallest === passesToSmallest - 1 ? SMALLEST_INPUT : this.wholeSize;
  }

  #isInDoubt({ correlation, misses, seenAtMs }: FollowedFace, nowMs: number): boolean {
    const ageMs = nowMs - seenAtMs;
    if (misses > 0 || ageMs >= this.#toMs(doubt.longestTrust)) return true;
    return correlation < doubt.unsureBelow && ageMs >= this.#toMs(doubt.unsureInterval);
  }

  #measureRate(nowMs: number): void {
    if (!this.#lastFrame) return;
    const { atMs, workMs } = this.#lastFrame;
    const gapMs = nowMs - atMs;
    if (gapMs > 0 && gapMs - workMs < timing.longestWaitMs) this.#frameMs = approach(this.#frameMs || gapMs, gapMs);
  }

  #toMs({ ms, frames }: Interval): number {
    return Math.max(ms, frames * this.#frameMs);
  }

  #predictMs(inputSize: number): number {
    return (this.#msAPixel ?? 0) * inputSize ** 2;
  }
}

function approach(mean: number, measured: number): number {
  return mean + timing.meanWeight * (measured - mean);
}
