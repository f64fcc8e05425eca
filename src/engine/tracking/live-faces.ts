import type { Picture } from '../../core/picture.ts';
import type { FaceDetector } from '../detector/face-detector.ts';
import { DETECTION_OPTIONS } from '../detector/detection-options.ts';
import { FaceTracker, type FaceRefinement, type FollowedFace } from './face-tracker.ts';
import { beginRefinement, beginWholePass, confirmCandidates, refineCandidates } from '../detector/find-faces.ts';
import { DetectionPlanner, SMALLEST_INPUT, type PlannedPass } from './detection-planner.ts';
import type { DetectedFace } from '../detector/non-maximum-suppression.ts';
import { readResult, type PendingResult } from '../device/pending-result.ts';
import { yieldToMessages } from '../link/yield-to-messages.ts';

const { lostBelow, missesAllowed } = DETECTION_OPTIONS.doubt;
const { mostRegions } = DETECTION_OPTIONS.refinement;

/** A pass of the detector that goes with the classification of a frame. */
export interface PassAlong {
  readonly planned: PlannedPass;
  /** For each region, what was seen in it. */
  readonly pending: PendingResult<DetectedFace[][]>;
  /** Takes in what was seen: it counts from the next frame on. */
  takeIn(seen: DetectedFace[][]): void;
}

/**
 * The faces of a video. They are followed from frame to frame (`FaceTracker`); the detector runs again when there is
 * need (`DetectionPlanner`), beside the classification of a frame, and what it sees counts from the next frame on. Only
 * where no face is known, or one has been lost, does a frame wait for the detector.
 */
export class LiveFaces {
  readonly #detector: FaceDetector;
  readonly #tracker = new FaceTracker();
  readonly #planner = new DetectionPlanner();
  /** Seen by a pass over the whole frame, and not refined yet. */
  #candidates: readonly DetectedFace[] = [];

  constructor(detector: FaceDetector) {
    this.#detector = detector;
  }

  /** At what size and how often the whole frame is searched, as things are. */
  get planner(): DetectionPlanner {
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

  /** Begins the pass that is due, if one is; none where there are no faces, since `find` has just searched. */
  beginPass(picture: Picture, atMs: number): PassAlong | null {
    const { faces } = this.#tracker;
    if (faces.length === 0) return null;
    const planned = this.#planner.plan(faces, this.#candidates.length, atMs);
    if (planned === null) return null;
    return planned.kind === 'whole'
      ? this.#beginWholePass(picture, planned)
      : this.#beginRefinement(picture, planned, atMs);
  }

  /** Forgets the faces. */
  reset(): void {
    this.#tracker.reset();
    this.#planner.reset();
    this.#candidates = [];
  }

  #beginWholePass(picture: Picture, planned: Extract<PlannedPass, { kind: 'whole' }>): PassAlong {
    const whole = beginWholePass(this.#detector, picture, planned.inputSize);
    return {
      planned,
      pending: { ...whole, decode: (values) => [whole.decode(values)] },
      takeIn: ([seen = []]) => {
        this.#candidates = seen.filter(({ box }) => !this.#tracker.knows(box)).slice(0, mostRegions);
      },
    };
  }

  /** At some candidates and faces in doubt, at most as many as one pass takes; the others' turn comes with the next frames. */
  #beginRefinement(picture: Picture, planned: Extract<PlannedPass, { kind: 'refinement' }>, atMs: number): PassAlong {
    const candidates = this.#candidates.slice(0, Math.min(planned.candidates, mostRegions));
    this.#candidates = this.#candidates.slice(candidates.length);
    const ids = planned.faceIds.slice(0, mostRegions - candidates.length);
    const known = this.#tracker.faces.filter(({ id }) => ids.includes(id));
    const boxes = [...known, ...candidates].map(({ box }) => box);
    return {
      planned,
      pending: beginRefinement(this.#detector, picture, boxes),
      takeIn: (seen) => {
        this.#tracker.update(picture, pairUp(known, seen), atMs, missesAllowed);
        this.#tracker.add(picture, confirmCandidates(candidates, seen.slice(known.length)), atMs);
      },
    };
  }

  /** Searches for faces that are no longer where they were followed to; those that are not near there are gone. */
  async #findLost(picture: Picture, atMs: number): Promise<void> {
    const lost = this.#tracker.faces.filter(({ correlation }) => correlation < lostBelow).slice(0, mostRegions);
    if (lost.length === 0) return;
    const boxes = lost.map(({ box }) => box);
    const seen = await readResult(beginRefinement(this.#detector, picture, boxes));
    this.#tracker.update(picture, pairUp(lost, seen), atMs, 0);
  }

  /** At the smallest size as well where the first pass shows no face: in a finer one, a face that nearly fills the frame is too large. */
  async #search(picture: Picture, atMs: number, signal: AbortSignal): Promise<void> {
    await yieldToMessages(signal);
    const inputSize = this.#planner.wholeSize;
    const startedAt = performance.now();
    const candidates = await readResult(beginWholePass(this.#detector, picture, inputSize));
    this.#planner.recordSearch(inputSize, performance.now() - startedAt, atMs);
    let faces = await refineCandidates(this.#detector, picture, candidates, signal);
    if (faces.length === 0 && inputSize > SMALLEST_INPUT) {
      await yieldToMessages(signal);
      const coarse = await readResult(beginWholePass(this.#detector, picture, SMALLEST_INPUT));
      faces = await refineCandidates(this.#detector, picture, coarse, signal);
    }
    this.#tracker.add(picture, faces, atMs);
  }
}

function pairUp(faces: readonly FollowedFace[], seen: readonly DetectedFace[][]): FaceRefinement[] {
  return faces.map(({ id }, i) => ({ id, seen: seen[i] ?? [] }));
}
