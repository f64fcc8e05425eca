import { computeIoU, type Box } from '../../core/box.ts';
import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture } from '../../core/picture.ts';
import { DETECTION_OPTIONS } from './detection-options.ts';
import type { FaceDetector } from './face-detector.ts';
import { suppressNonMaxima, type DetectedFace } from './non-maximum-suppression.ts';
import { readResult, type PendingResult } from '../device/pending-result.ts';
import { yieldToMessages } from '../link/yield-to-messages.ts';

const { candidate, photo, refinement, sameFaceIou } = DETECTION_OPTIONS;

/**
 * The faces in a photo: passes over the whole at two scales, over its overlapping parts where it is large, then a
 * refinement of each candidate. If there is no face, the whole picture is taken for a candidate: a tight crop of a face has
 * nothing around it by which the first passes could tell it.
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
  for (const { square, inputSize } of planPhotoPasses(picture)) {
    await yieldToMessages(signal);
    candidates.push(...(await readResult(beginRegionPass(detector, picture, square, inputSize))));
  }
  const faces = await refineCandidates(detector, picture, suppressNonMaxima(candidates), signal);
  if (faces.length > 0) return faces;
  const { width, height } = picture;
  return refineCandidates(detector, picture, [{ box: { x: 0, y: 0, width, height }, score: 1 }], signal);
}

/** The first passes over a photo: regions in pixels of it, and the side to which each is scaled. */
function planPhotoPasses(picture: Picture): { readonly square: SquareCrop; readonly inputSize: number }[] {
  const whole = coverWhole(picture);
  const passes = [{ square: whole, inputSize: photo.coarseInput }];
  if (whole.side > photo.coarseInput) passes.push({ square: whole, inputSize: photo.fineInput });
  const tiles = whole.side >= photo.tiledFrom ? layTiles(picture, whole.side / 2) : [];
  return [...passes, ...tiles.map((square) => ({ square, inputSize: photo.fineInput }))];
}

/**
 * Begins a pass over a whole picture.
 *
 * @returns candidates: some are no faces, and their boxes are rough
 */
export function beginWholePass(
  detector: FaceDetector,
  picture: Picture,
  inputSize: number,
): PendingResult<DetectedFace[]> {
  return beginRegionPass(detector, picture, coverWhole(picture), inputSize);
}

/**
 * Begins to refine boxes: one pass over the regions around them.
 *
 * @param boxes at most `DETECTION_OPTIONS.refinement.mostRegions`
 * @returns for each box the faces around it, best first: not only the one that it was meant for, see `pickSame`
 */
export function beginRefinement(
  detector: FaceDetector,
  picture: Picture,
  boxes: readonly Box[],
): PendingResult<DetectedFace[][]> {
  const { scale, inputSize, minScore } = refinement;
  const squares = boxes.map((box) => cutAround(box, scale));
  return detector.beginPass(picture, { squares, inputSize, minScore });
}

/**
 * Picks the face that a refinement was meant for.
 *
 * @param seen in the region around it, best first
 * @param box where it was thought to be
 */
export function pickSame(seen: readonly DetectedFace[], box: Box): DetectedFace | undefined {
  return seen.find((face) => computeIoU(face.box, box) >= sameFaceIou);
}

/**
 * The faces among candidates, each once.
 *
 * @param seen what a refinement saw around each of them
 * @returns with the boxes and scores of the refinements
 */
export function confirmCandidates(
  candidates: readonly DetectedFace[],
  seen: readonly (readonly DetectedFace[])[],
): DetectedFace[] {
  return suppressNonMaxima(candidates.flatMap(({ box }, i) => pickSame(seen[i] ?? [], box) ?? []));
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
    const count = Math.max(1, Math.ceil((length / side - photo.tileOverlap) / (1 - photo.tileOverlap)));
    return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : (i * (length - side)) / (count - 1)));
  };
  return placeAlong(height).flatMap((y) => placeAlong(width).map((x) => ({ x, y, side })));
}

function coverWhole({ width, height }: Picture): SquareCrop {
  return { x: 0, y: 0, side: Math.max(width, height) };
}

function beginRegionPass(
  detector: FaceDetector,
  picture: Picture,
  square: SquareCrop,
  inputSize: number,
): PendingResult<DetectedFace[]> {
  const { minScore } = candidate;
  const pass = detector.beginPass(picture, { squares: [square], inputSize, minScore });
  return { ...pass, decode: (values) => pass.decode(values).flat() };
}

/**
 * Refines each candidate, and waits for it.
 *
 * @param signal ends it between two passes of the detector
 * @returns the faces among them, from left to right, with the boxes that the refinements gave them
 * @throws the signal's reason
 */
export async function refineCandidates(
  detector: FaceDetector,
  picture: Picture,
  candidates: readonly DetectedFace[],
  signal: AbortSignal,
): Promise<DetectedFace[]> {
  const seen: DetectedFace[][] = [];
  for (let done = 0; done < candidates.length; done += refinement.mostRegions) {
    await yieldToMessages(signal);
    const boxes = candidates.slice(done, done + refinement.mostRegions).map(({ box }) => box);
    seen.push(...(await readResult(beginRefinement(detector, picture, boxes))));
  }
  return confirmCandidates(candidates, seen).toSorted((a, b) => a.box.x - b.box.x);
}

/** The square around a box's centre whose side is `scale` times the box's. */
function cutAround({ x, y, width, height }: Box, scale: number): SquareCrop {
  const side = scale * Math.sqrt(width * height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, side };
}
