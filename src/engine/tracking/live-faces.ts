import type { Picture } from '../../core/picture.ts';
import type { FaceDetector } from '../detector/face-detector.ts';
import { FaceTracker, type FollowedFace, type KnownFaceLook } from './face-tracker.ts';
import {
  beginCloseLook,
  beginWholeLook,
  confirmCandidates,
  lookClosely,
  MOST_CLOSE_LOOKS,
} from '../detector/find-faces.ts';
import { FAR_SIZE, LookPlanner, type PlannedLook } from './detection-planner.ts';
import type { DetectedFace } from '../detector/non-maximum-suppression.ts';
import { readResult, type PendingResult } from '../device/pending-result.ts';
import { yieldToMessages } from '../link/yield-to-messages.ts';

/** Below this correlation a face is no longer where it was followed to. */
const LOST_BELOW = 0.5;

/** Looks in a row that may miss a face that still looks as it did: the detector overlooks one in 25. */
const MISSES_ALLOWED = 1;

/** A look of the detector that goes with the classification of a frame. */
export interface LookAlong {
  readonly planned: PlannedLook;
  /** For each region that was looked at, what was seen in it. */
  readonly pending: PendingResult<DetectedFace[][]>;
  /** Takes in what was seen: it counts from the next frame on. */
  takeIn(seen: DetectedFace[][]): void;
}

/**
 * The faces of a video. They are followed from frame to frame (`FaceTracker`); the detector looks again when there is
 * need (`LookPlanner`), beside the classification of a frame, and what it sees counts from the next frame on. Only
 * where no face is known, or one has been lost, does a frame wait for the detector.
 */
export class LiveFaces {
  readonly #detector: FaceDetector;
  readonly #tracker = new FaceTracker();
  readonly #planner = new LookPlanner();
  /** Seen by a look at the whole frame, and no close look has confirmed them yet. */
  #candidates: readonly DetectedFace[] = [];

  constructor(detector: FaceDetector) {
    this.#detector = detector;
  }

  /** How closely and how often it looks at the whole frame, as things are. */
  get planner(): LookPlanner {
    return this.#planner;
  }

  /**
   * Finds the faces of the next frame.
   *
   * @param signal ends the search between two passes of the detector
   * @returns from left to right
   * @throws the signal's reason
   */
  async find(picture: Picture, atMs: number, signal: AbortSignal): Promise<readonly FollowedFace[]> {
    this.#tracker.follow(picture);
    await this.#findLost(picture, atMs);
    if (this.#tracker.faces.length === 0) await this.#search(picture, atMs, signal);
    if (this.#tracker.faces.length === 0) this.#planner.recordFaceless();
    return this.#tracker.faces;
  }

  /** Begins the look that is due, if one is; nothing to look for where there are no faces, since `find` has just searched. */
  beginLook(picture: Picture, atMs: number): LookAlong | null {
    const { faces } = this.#tracker;
    if (faces.length === 0) return null;
    const planned = this.#planner.plan(faces, this.#candidates.length, atMs);
    if (planned === null) return null;
    return planned.kind === 'whole'
      ? this.#beginWholeLook(picture, planned)
      : this.#beginCloseLook(picture, planned, atMs);
  }

  /** Forgets the faces. */
  reset(): void {
    this.#tracker.reset();
    this.#planner.reset();
    this.#candidates = [];
  }

  #beginWholeLook(picture: Picture, planned: Extract<PlannedLook, { kind: 'whole' }>): LookAlong {
    const whole = beginWholeLook(this.#detector, picture, planned.inputSize);
    return {
      planned,
      pending: { ...whole, decode: (values) => [whole.decode(values)] },
      takeIn: ([seen = []]) => {
        this.#candidates = seen.filter(({ box }) => !this.#tracker.knows(box)).slice(0, MOST_CLOSE_LOOKS);
      },
    };
  }

  /** At some candidates and faces in doubt, at most as many as one pass takes; the others' turn comes with the next frames. */
  #beginCloseLook(picture: Picture, planned: Extract<PlannedLook, { kind: 'close' }>, atMs: number): LookAlong {
    const candidates = this.#candidates.slice(0, Math.min(planned.candidates, MOST_CLOSE_LOOKS));
    this.#candidates = this.#candidates.slice(candidates.length);
    const ids = planned.faceIds.slice(0, MOST_CLOSE_LOOKS - candidates.length);
    const known = this.#tracker.faces.filter(({ id }) => ids.includes(id));
    const boxes = [...known, ...candidates].map(({ box }) => box);
    return {
      planned,
      pending: beginCloseLook(this.#detector, picture, boxes),
      takeIn: (seen) => {
        this.#tracker.update(picture, pairUp(known, seen), atMs, MISSES_ALLOWED);
        this.#tracker.add(picture, confirmCandidates(candidates, seen.slice(known.length)), atMs);
      },
    };
  }

  /** Looks for faces that are no longer where they were followed to; those that are not near there are gone. */
  async #findLost(picture: Picture, atMs: number): Promise<void> {
    const lost = this.#tracker.faces.filter(({ correlation }) => correlation < LOST_BELOW).slice(0, MOST_CLOSE_LOOKS);
    if (lost.length === 0) return;
    const boxes = lost.map(({ box }) => box);
    const seen = await readResult(beginCloseLook(this.#detector, picture, boxes));
    this.#tracker.update(picture, pairUp(lost, seen), atMs, 0);
  }

  /** From afar as well where the first look shows no face: as closely as it looks, one that nearly fills the frame is too large. */
  async #search(picture: Picture, atMs: number, signal: AbortSignal): Promise<void> {
    await yieldToMessages(signal);
    const inputSize = this.#planner.wholeSize;
    const startedAt = performance.now();
    const candidates = await readResult(beginWholeLook(this.#detector, picture, inputSize));
    this.#planner.recordSearch(inputSize, performance.now() - startedAt, atMs);
    let faces = await lookClosely(this.#detector, picture, candidates, signal);
    if (faces.length === 0 && inputSize > FAR_SIZE) {
      await yieldToMessages(signal);
      const fromAfar = await readResult(beginWholeLook(this.#detector, picture, FAR_SIZE));
      faces = await lookClosely(this.#detector, picture, fromAfar, signal);
    }
    this.#tracker.add(picture, faces, atMs);
  }
}

function pairUp(faces: readonly FollowedFace[], seen: readonly DetectedFace[][]): KnownFaceLook[] {
  return faces.map(({ id }, i) => ({ id, seen: seen[i] ?? [] }));
}
