import { alignPatch, makeTemplate, SEARCH_SIZE, TEMPLATE_SIZE, type PatchTemplate } from './align-patch.ts';
import { computeIoU, type Box } from '../../core/box.ts';
import type { SquareCrop } from '../../core/face-crop.ts';
import { thinOut, type Picture } from '../../core/picture.ts';
import { sampleLuma } from '../../core/sample-luma.ts';
import { trackFaces } from './track-faces.ts';
import { DETECTION_OPTIONS } from '../detector/detection-options.ts';
import { pickSame } from '../detector/find-faces.ts';
import { suppressNonMaxima, type DetectedFace } from '../detector/non-maximum-suppression.ts';

/** A face that is followed from frame to frame. */
export interface FollowedFace {
  readonly id: number;
  /** Where it is in this frame, in pixels of the picture. */
  readonly box: Box;
  /** Of the last detection that saw it, 0..1. */
  readonly score: number;
  /**
   * Correlation with what it looked like then, -1..1; 1 in the frame of that detection itself. 0 where there was
   * nothing to follow, as in the dark: its box stays where it was.
   */
  readonly correlation: number;
  /** When the detector last saw it, in milliseconds of the frames' clock. */
  readonly seenAtMs: number;
  /** Refinements in a row that were meant for it and did not see it. */
  readonly misses: number;
}

/** What the detector saw around a face that is followed. */
export interface FaceRefinement {
  readonly id: number;
  /** Best first; none of them may be the face. */
  readonly seen: readonly DetectedFace[];
}

interface Followed extends FollowedFace {
  /** What it looked like; null where there was nothing to follow. */
  readonly template: PatchTemplate | null;
}

const { confirmedIou, pixelsPerSample, rememberedMs } = DETECTION_OPTIONS.following;

/**
 * The faces of a video between the detector's passes: each is found again in the next frame by what it looked like
 * (`alignPatch`), which costs a small part of a pass.
 */
export class FaceTracker {
  #faces: Followed[] = [];
  #gone: { readonly id: number; readonly box: Box; readonly atMs: number }[] = [];
  #nextId = 0;
  readonly #patch = new Float32Array(SEARCH_SIZE * SEARCH_SIZE);

  /** From left to right. */
  get faces(): readonly FollowedFace[] {
    return this.#faces;
  }

  /** Forgets all faces; the numbers begin at 0 again. */
  reset(): void {
    this.#faces = [];
    this.#gone = [];
    this.#nextId = 0;
  }

  /** Moves the boxes to where the faces are in the next frame. */
  follow(picture: Picture): void {
    this.#replace(this.#faces.map((face) => this.#followFace(picture, face)));
  }

  /**
   * Takes in what refinements of known faces have seen: confirms a box that agrees, corrects one that does not, and drops faces
   * that were missed too often.
   *
   * @param missesAllowed refinements in a row that may miss a face before it counts as gone
   */
  update(picture: Picture, refinements: readonly FaceRefinement[], atMs: number, missesAllowed: number): void {
    const faces = this.#faces.flatMap((face) => {
      const refinement = refinements.find(({ id }) => id === face.id);
      if (!refinement) return [face];
      const found = pickSame(refinement.seen, face.box);
      if (found) return [this.#recognise(picture, face, found, atMs)];
      if (face.misses < missesAllowed) return [{ ...face, misses: face.misses + 1 }];
      this.#gone.push({ id: face.id, box: face.box, atMs });
      return [];
    });
    this.#replace(faces);
  }

  /** Begins to follow faces; one that went a moment ago gets its number back. Those already followed are left out. */
  add(picture: Picture, found: readonly DetectedFace[], atMs: number): void {
    const strangers = found.filter(({ box }) => !this.knows(box));
    this.#gone = this.#gone.filter((face) => atMs - face.atMs < rememberedMs);
    const boxes = strangers.map(({ box }) => box);
    const { ids, nextId } = trackFaces(this.#gone, boxes, this.#nextId);
    this.#nextId = nextId;
    this.#gone = this.#gone.filter(({ id }) => !ids.includes(id));
    const added = strangers.map(({ box, score }, i) => ({
      id: ids[i] as number,
      box,
      score,
      correlation: 1,
      seenAtMs: atMs,
      misses: 0,
      template: this.#cutTemplate(picture, box),
    }));
    this.#replace([...this.#faces, ...added]);
  }

  /** Whether a box shows one of the faces that are followed. */
  knows(box: Box): boolean {
    return pickSame(this.#faces, box) !== undefined;
  }

  #recognise(picture: Picture, face: Followed, found: DetectedFace, atMs: number): Followed {
    const box = computeIoU(face.box, found.box) >= confirmedIou ? face.box : found.box;
    const template = this.#cutTemplate(picture, box);
    return { ...face, box, score: found.score, correlation: 1, seenAtMs: atMs, misses: 0, template };
  }

  #followFace(picture: Picture, face: Followed): Followed {
    if (!face.template) return { ...face, correlation: 0 };
    const square = squareOf(face.box);
    const { moveX, moveY, scale, correlation } = alignPatch(face.template, this.#samplePatch(picture, square));
    const { x, y, width, height } = face.box;
    const box = {
      x: x + moveX * square.side + (width * (1 - scale)) / 2,
      y: y + moveY * square.side + (height * (1 - scale)) / 2,
      width: width * scale,
      height: height * scale,
    };
    return { ...face, box, correlation };
  }

  #cutTemplate(picture: Picture, box: Box): PatchTemplate | null {
    return makeTemplate(this.#samplePatch(picture, squareOf(box)));
  }

  /**
   * A face with what is around it, in which the square itself is the middle. A large face is not read in full: two by two
   * pixels a sample or more are enough to find it again.
   */
  #samplePatch(picture: Picture, { x, y, side }: SquareCrop): Float32Array {
    const margin = (side * (SEARCH_SIZE / TEMPLATE_SIZE - 1)) / 2;
    const square = { x: x - margin, y: y - margin, side: side + 2 * margin };
    const step = Math.max(1, Math.floor(square.side / SEARCH_SIZE / pixelsPerSample));
    sampleLuma(thinOut(picture, step), square, SEARCH_SIZE, this.#patch);
    return this.#patch;
  }

  /** Two boxes may have come to lie on one face: the better one stays. */
  #replace(faces: readonly Followed[]): void {
    this.#faces = suppressNonMaxima(faces).toSorted((a, b) => a.box.x - b.box.x);
  }
}

function squareOf({ x, y, width, height }: Box): SquareCrop {
  const side = Math.sqrt(width * height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, side };
}
