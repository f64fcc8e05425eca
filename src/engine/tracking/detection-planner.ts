import type { FollowedFace } from './face-tracker.ts';

/** Which look of the detector goes with a frame's classification. */
export type PlannedLook =
  | { readonly kind: 'whole'; readonly inputSize: number }
  /** At the regions around so many candidates, those that have waited longest, and around these faces. */
  | { readonly kind: 'close'; readonly candidates: number; readonly faceIds: readonly number[] };

/** Sides in pixels of what a look at the whole frame may see, smallest first: face-api's own sizes. */
const WHOLE_SIZES = [224, 320, 416] as const;

/** From so far, faces that nearly fill a frame are seen best; the closer a look is, the more of them it misses. */
export const FAR_SIZE = WHOLE_SIZES[0];

/**
 * A look at the whole frame may hold up a frame by so much. It is rare, and one that sees less overlooks faces: a hitch
 * is the lesser evil, as long as it is short.
 */
const LONGEST_LOOK_MS = 250;

/** At least so long, and so many frames: where frames are slow, looks are as rare among them, and the rate stays steady. */
interface Interval {
  readonly ms: number;
  readonly frames: number;
}

/** Between looks at the whole frame: somebody who comes into the picture is seen after this. */
const WHOLE_INTERVAL: Interval = { ms: 1500, frames: 45 };

/** Of so many looks at the whole frame while faces are followed, one is from afar. */
const LOOKS_TO_FAR_ONE = 3;

/** Share of the time that looks at the whole frame may take while there are faces to read. */
const WHOLE_SHARE = 0.1;

/** Below this correlation a face hardly looks as it did: the detector should look again. */
const UNSURE_BELOW = 0.8;

/** A face in doubt is looked at again no sooner than this: turning one's head takes a while. */
const UNSURE_INTERVAL: Interval = { ms: 250, frames: 6 };

/** Even a face that looks the same is looked at again after this: what is followed might be a picture on a wall. */
const LONGEST_TRUST: Interval = { ms: 3000, frames: 90 };

/**
 * Regions that are due for a close look have their turn in about so many frames: up to so many of them go one by one, so
 * that several faces that are due together do not hold up one frame.
 */
const SPREAD_FRAMES = 4;

/** From the end of one frame to the next: a camera in the dark takes a part of this, and what is longer is a pause. */
const LONGEST_WAIT_MS = 1000;

/** How much of a new measurement goes into the running mean. */
const MEAN_WEIGHT = 0.3;

/**
 * Decides when the detector looks again at a video whose faces are followed: when a face is in doubt, when somebody may
 * have come in, or when it has been long; and how closely it looks at the whole frame, by what that has cost so far.
 */
export class LookPlanner {
  #wholeAtMs = -Infinity;
  /** Looks at the whole frame so far, of this video. */
  #wholeLooks = 0;
  /** Milliseconds that a look at the whole frame takes for a pixel of its input; null before the first. */
  #msAPixel: number | null = null;
  /** Milliseconds of the networks in a frame without a look; null before the first. */
  #plainMs: number | null = null;
  /** From one frame with faces to the next; 0 before the second. */
  #frameMs = 0;
  /** The last frame, if it had faces: when it came, and for how long the networks were at work on it. */
  #lastFrame: { readonly atMs: number; readonly workMs: number } | null = null;

  /** Side in pixels of what the next look at the whole frame sees: as much as the device can afford. */
  get wholeSize(): number {
    return WHOLE_SIZES.findLast((size) => this.#predictMs(size) <= LONGEST_LOOK_MS) ?? WHOLE_SIZES[0];
  }

  /** Milliseconds between two looks at the whole frame. */
  get wholeIntervalMs(): number {
    return Math.max(this.#toMs(WHOLE_INTERVAL), this.#predictMs(this.wholeSize) / WHOLE_SHARE);
  }

  /**
   * Called once a frame with faces.
   *
   * @param faces that are followed, at least one
   * @param candidates how many things a look at the whole frame saw that no close look was at yet
   */
  plan(faces: readonly FollowedFace[], candidates: number, nowMs: number): PlannedLook | null {
    this.#measureRate(nowMs);
    const isWholeDue = nowMs - this.#wholeAtMs >= this.wholeIntervalMs;
    if (isWholeDue && candidates === 0) return { kind: 'whole', inputSize: this.#chooseSize() };
    const inDoubt = faces.filter((face) => this.#isInDoubt(face, nowMs)).toSorted((a, b) => a.seenAtMs - b.seenAtMs);
    const regions = Math.ceil((candidates + inDoubt.length) / SPREAD_FRAMES);
    if (regions === 0) return null;
    // Candidates first: where they were seen, they were some frames ago.
    const candidatesNow = Math.min(candidates, regions);
    const faceIds = inDoubt.slice(0, regions - candidatesNow).map(({ id }) => id);
    return { kind: 'close', candidates: candidatesNow, faceIds };
  }

  /**
   * Told of every frame whose faces were classified, and of the look that went with it.
   *
   * @param ms that the networks took
   */
  recordFrame(look: PlannedLook | null, ms: number, nowMs: number): void {
    this.#lastFrame = { atMs: nowMs, workMs: ms };
    if (look === null) this.#plainMs = approach(this.#plainMs ?? ms, ms);
    else if (look.kind === 'whole') this.recordSearch(look.inputSize, ms - (this.#plainMs ?? 0), nowMs);
  }

  /** Told of every frame without faces: the next one that has some comes after a gap, however soon. */
  recordFaceless(): void {
    this.#lastFrame = null;
  }

  /**
   * Told of every look at the whole frame that went alone.
   *
   * @param ms that it took
   */
  recordSearch(inputSize: number, ms: number, nowMs: number): void {
    this.#wholeAtMs = nowMs;
    this.#wholeLooks += 1;
    const msAPixel = Math.max(0, ms) / inputSize ** 2;
    this.#msAPixel = approach(this.#msAPixel ?? msAPixel, msAPixel);
  }

  /** A new video: the next frame may be looked at as a whole at once. What looks cost is still known. */
  reset(): void {
    this.#wholeAtMs = -Infinity;
    this.#wholeLooks = 0;
    this.#lastFrame = null;
  }

  #chooseSize(): number {
    return this.#wholeLooks % LOOKS_TO_FAR_ONE === LOOKS_TO_FAR_ONE - 1 ? FAR_SIZE : this.wholeSize;
  }

  #isInDoubt({ correlation, misses, seenAtMs }: FollowedFace, nowMs: number): boolean {
    const ageMs = nowMs - seenAtMs;
    if (misses > 0 || ageMs >= this.#toMs(LONGEST_TRUST)) return true;
    return correlation < UNSURE_BELOW && ageMs >= this.#toMs(UNSURE_INTERVAL);
  }

  #measureRate(nowMs: number): void {
    if (!this.#lastFrame) return;
    const { atMs, workMs } = this.#lastFrame;
    const gapMs = nowMs - atMs;
    if (gapMs > 0 && gapMs - workMs < LONGEST_WAIT_MS) this.#frameMs = approach(this.#frameMs || gapMs, gapMs);
  }

  #toMs({ ms, frames }: Interval): number {
    return Math.max(ms, frames * this.#frameMs);
  }

  #predictMs(inputSize: number): number {
    return (this.#msAPixel ?? 0) * inputSize ** 2;
  }
}

function approach(mean: number, measured: number): number {
  return mean + MEAN_WEIGHT * (measured - mean);
}
