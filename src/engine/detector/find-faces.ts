import { computeIoU, type Box } from '../../core/box.ts';
import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture } from '../../core/picture.ts';
import type { FaceDetector } from './face-detector.ts';
import { mergeFaces, type DetectedFace } from './non-maximum-suppression.ts';
import { readResult, type PendingResult } from '../device/pending-result.ts';
import { yieldToMessages } from '../link/yield-to-messages.ts';

/** What a first look calls a candidate. It may be low: the close look that follows throws out what is no face. */
const CANDIDATE_SCORE = 0.3;

/**
 * The second look at a candidate: `scale` times its box, at a size at which the detector is at its best. It confirms
 * the face, and it cuts every face alike: the first look's boxes differ by a quarter of their size with the size of
 * the face in the picture, which the classifier would have to live with.
 */
const CLOSE_LOOK = { scale: 2.2, inputSize: 224, minScore: 0.25 } as const;

/** Regions that share one pass of the detector, for the sake of memory. */
export const MOST_CLOSE_LOOKS = 8;

/** Sees faces from about a tenth of a photo's longer side up to those that nearly fill it. */
const COARSE_INPUT = 320;

/** Sees faces from about a twentieth of the region's side. */
const FINE_INPUT = 608;

/** From this longer side on (pixels), the parts of a photo show faces that are too small in the whole. */
const TILED_FROM = 912;

/** How much neighbouring tiles share, of their side: faces up to this size are whole in one of them. */
const TILE_OVERLAP = 0.25;

/**
 * The faces in a photo: looks at the whole at two scales, at its overlapping parts where it is large, then a close
 * look at each candidate. If there is none, the whole picture is taken for a candidate: a tight crop of a face has
 * no surroundings by which the first looks could tell it.
 *
 * @param signal ends the search between two passes of the detector
 * @returns faces from left to right
 * @throws the signal's reason
 */
export async function findFacesInPhoto(
  detector: FaceDetector,
  picture: Picture,
  signal: AbortSignal,
): Promise<DetectedFace[]> {
  const candidates: DetectedFace[] = [];
  for (const { square, inputSize } of planPhotoLooks(picture)) {
    await yieldToMessages(signal);
    candidates.push(...(await readResult(beginLook(detector, picture, square, inputSize))));
  }
  const faces = await lookClosely(detector, picture, mergeFaces(candidates), signal);
  if (faces.length > 0) return faces;
  const { width, height } = picture;
  return lookClosely(detector, picture, [{ box: { x: 0, y: 0, width, height }, score: 1 }], signal);
}

/** The first looks at a photo: regions in pixels of it, and the side to which each is scaled. */
function planPhotoLooks(picture: Picture): { readonly square: SquareCrop; readonly inputSize: number }[] {
  const whole = coverWhole(picture);
  const looks = [{ square: whole, inputSize: COARSE_INPUT }];
  if (whole.side > COARSE_INPUT) looks.push({ square: whole, inputSize: FINE_INPUT });
  const tiles = whole.side >= TILED_FROM ? layTiles(picture, whole.side / 2) : [];
  return [...looks, ...tiles.map((square) => ({ square, inputSize: FINE_INPUT }))];
}

/**
 * Begins a look at a whole picture.
 *
 * @returns candidates: some are no faces, and their boxes are rough
 */
export function beginWholeLook(
  detector: FaceDetector,
  picture: Picture,
  inputSize: number,
): PendingResult<DetectedFace[]> {
  return beginLook(detector, picture, coverWhole(picture), inputSize);
}

/**
 * Begins close looks at the surroundings of boxes.
 *
 * @param boxes at most `MOST_CLOSE_LOOKS`
 * @returns for each box the faces around it, best first: not only the one that it was meant for, see `pickSame`
 */
export function beginCloseLook(
  detector: FaceDetector,
  picture: Picture,
  boxes: readonly Box[],
): PendingResult<DetectedFace[][]> {
  const { scale, inputSize, minScore } = CLOSE_LOOK;
  const squares = boxes.map((box) => cutAround(box, scale));
  return detector.beginLook(picture, { squares, inputSize, minScore });
}

/** A look shows the face that it was meant for, and not a neighbour, from this overlap on. */
const SAME_FACE_IOU = 0.3;

/**
 * Picks the face that a look was meant for.
 *
 * @param seen in the region around it, best first
 * @param box where it was thought to be
 */
export function pickSame(seen: readonly DetectedFace[], box: Box): DetectedFace | undefined {
  return seen.find((face) => computeIoU(face.box, box) >= SAME_FACE_IOU);
}

/**
 * The faces among candidates, each once.
 *
 * @param seen what a close look saw around each of them
 * @returns with the boxes and scores of the close looks
 */
export function confirmCandidates(
  candidates: readonly DetectedFace[],
  seen: readonly (readonly DetectedFace[])[],
): DetectedFace[] {
  return mergeFaces(candidates.flatMap(({ box }, i) => pickSame(seen[i] ?? [], box) ?? []));
}

/**
 * Overlapping squares of one size that cover a picture.
 *
 * @param side of a tile, in pixels; at most the picture's longer side
 */
export function layTiles(
  { width, height }: { readonly width: number; readonly height: number },
  side: number,
): SquareCrop[] {
  const placeAlong = (length: number): number[] => {
    const count = Math.max(1, Math.ceil((length / side - TILE_OVERLAP) / (1 - TILE_OVERLAP)));
    return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : (i * (length - side)) / (count - 1)));
  };
  return placeAlong(height).flatMap((y) => placeAlong(width).map((x) => ({ x, y, side })));
}

function coverWhole({ width, height }: Picture): SquareCrop {
  return { x: 0, y: 0, side: Math.max(width, height) };
}

function beginLook(
  detector: FaceDetector,
  picture: Picture,
  square: SquareCrop,
  inputSize: number,
): PendingResult<DetectedFace[]> {
  const look = detector.beginLook(picture, { squares: [square], inputSize, minScore: CANDIDATE_SCORE });
  return { ...look, decode: (values) => look.decode(values).flat() };
}

/**
 * Looks closely at each candidate, and waits for it.
 *
 * @param signal ends the looks between two passes of the detector
 * @returns the faces among them, from left to right, with the boxes that the close looks gave them
 * @throws the signal's reason
 */
export async function lookClosely(
  detector: FaceDetector,
  picture: Picture,
  candidates: readonly DetectedFace[],
  signal: AbortSignal,
): Promise<DetectedFace[]> {
  const seen: DetectedFace[][] = [];
  for (let done = 0; done < candidates.length; done += MOST_CLOSE_LOOKS) {
    await yieldToMessages(signal);
    const boxes = candidates.slice(done, done + MOST_CLOSE_LOOKS).map(({ box }) => box);
    seen.push(...(await readResult(beginCloseLook(detector, picture, boxes))));
  }
  return confirmCandidates(candidates, seen).toSorted((a, b) => a.box.x - b.box.x);
}

/** The square around a box's centre whose side is `scale` times the box's. */
function cutAround({ x, y, width, height }: Box, scale: number): SquareCrop {
  const side = scale * Math.sqrt(width * height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, side };
}
