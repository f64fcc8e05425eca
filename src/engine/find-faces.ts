import { computeIoU, type Box } from '../core/box.ts';
import type { SquareCrop } from '../core/face-crop.ts';
import { viewRgba, type Picture } from '../core/picture.ts';
import type { FaceDetector } from './face-detector.ts';
import { mergeFaces, type DetectedFace } from './merge-faces.ts';

/** What a first look calls a candidate. It may be low: the close look that follows throws out what is no face. */
const CANDIDATE_SCORE = 0.3;

/**
 * The second look at a candidate: `scale` times its box, at a size at which the detector is at its best. It confirms
 * the face, and it cuts every face alike: the first look's boxes differ by a quarter of their size with the size of
 * the face in the picture, which the classifier would have to live with.
 */
const CLOSE_LOOK = { scale: 2.2, inputSize: 224, minScore: 0.25 } as const;

/** A close look shows the candidate it was meant for, and not a neighbour, from this overlap on. */
const CONFIRMING_IOU = 0.3;

/** Sees faces from about a tenth of the picture's longer side up to those that nearly fill it. */
const COARSE_INPUT = 320;

/** Sees faces from about a twentieth of the region's side. */
const FINE_INPUT = 608;

/** From this longer side on (pixels), the parts of a photo show faces that are too small in the whole. */
const TILED_FROM = 912;

/** How much neighbouring tiles share, of their side: faces up to this size are whole in one of them. */
const TILE_OVERLAP = 0.25;

/**
 * The faces in a video frame: one look at the whole, then a close look at each candidate.
 *
 * @returns faces from left to right
 */
export async function findFacesInFrame(detector: FaceDetector, image: Picture): Promise<DetectedFace[]> {
  return lookClosely(detector, image, await look(detector, image, coverWhole(image), COARSE_INPUT));
}

/**
 * The faces in a photo: looks at the whole at two scales, at its overlapping parts where it is large, then a close
 * look at each candidate. If there is none, the whole picture is taken for a candidate: a tight crop of a face has
 * no surroundings by which the first looks could tell it.
 *
 * @returns faces from left to right
 */
export async function findFacesInPhoto(detector: FaceDetector, image: Picture): Promise<DetectedFace[]> {
  const whole = coverWhole(image);
  const candidates = await look(detector, image, whole, COARSE_INPUT);
  if (whole.side > COARSE_INPUT) candidates.push(...(await look(detector, image, whole, FINE_INPUT)));
  if (whole.side >= TILED_FROM) {
    for (const tile of layTiles(image, whole.side / 2)) {
      candidates.push(...(await look(detector, image, tile, FINE_INPUT)));
    }
  }
  const faces = await lookClosely(detector, image, mergeFaces(candidates));
  if (faces.length > 0) return faces;
  return lookClosely(detector, image, [{ box: { x: 0, y: 0, width: image.width, height: image.height }, score: 1 }]);
}

/** Runs the detector once at each of the sizes that video needs, so that the first frame finds them compiled. */
export async function warmUpLiveLooks(detector: FaceDetector): Promise<void> {
  const black = viewRgba({ data: new Uint8Array(4), width: 1, height: 1 });
  for (const inputSize of [COARSE_INPUT, CLOSE_LOOK.inputSize]) {
    await look(detector, black, coverWhole(black), inputSize);
  }
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

async function look(
  detector: FaceDetector,
  image: Picture,
  square: SquareCrop,
  inputSize: number,
): Promise<DetectedFace[]> {
  const found = await detector.detectFaces(image, { squares: [square], inputSize, minScore: CANDIDATE_SCORE });
  return found.flat();
}

async function lookClosely(
  detector: FaceDetector,
  image: Picture,
  candidates: readonly DetectedFace[],
): Promise<DetectedFace[]> {
  if (candidates.length === 0) return [];
  const { scale, inputSize, minScore } = CLOSE_LOOK;
  const squares = candidates.map(({ box }) => cutAround(box, scale));
  const seen = await detector.detectFaces(image, { squares, inputSize, minScore });
  const confirmed = candidates.flatMap(({ box }, i) => {
    const best = seen[i]?.find((face) => computeIoU(face.box, box) >= CONFIRMING_IOU);
    return best ? [best] : [];
  });
  return mergeFaces(confirmed).toSorted((a, b) => a.box.x - b.box.x);
}

/** The square around a box's centre whose side is `scale` times the box's. */
function cutAround({ x, y, width, height }: Box, scale: number): SquareCrop {
  const side = scale * Math.sqrt(width * height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, side };
}
