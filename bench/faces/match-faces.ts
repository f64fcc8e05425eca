import { computeIoU, type Box } from '../../src/core/box.ts';

/** How many of the marked faces a detector found, and how many of its boxes lie on none of them. */
export interface FaceMatch {
  readonly marked: number;
  readonly found: number;
  readonly falseBoxes: number;
}

/**
 * Pairs boxes with marked faces, the best overlap first; each face takes one box, and a second one on it is false.
 *
 * @param minIoU from which on a box is a face's, 0..1
 */
export function matchFaces(boxes: readonly Box[], marked: readonly Box[], minIoU: number): FaceMatch {
  const pairs = boxes
    .flatMap((box, b) => marked.map((face, f) => ({ b, f, overlap: computeIoU(box, face) })))
    .filter(({ overlap }) => overlap >= minIoU)
    .sort((first, second) => second.overlap - first.overlap);
  const [usedBoxes, foundFaces] = [new Set<number>(), new Set<number>()];
  for (const { b, f } of pairs) {
    if (usedBoxes.has(b) || foundFaces.has(f)) continue;
    usedBoxes.add(b);
    foundFaces.add(f);
  }
  return { marked: marked.length, found: foundFaces.size, falseBoxes: boxes.length - usedBoxes.size };
}

/** Several photos as one. */
export function sumMatches(matches: readonly FaceMatch[]): FaceMatch {
  return matches.reduce(
    (sum, { marked, found, falseBoxes }) => ({
      marked: sum.marked + marked,
      found: sum.found + found,
      falseBoxes: sum.falseBoxes + falseBoxes,
    }),
    { marked: 0, found: 0, falseBoxes: 0 },
  );
}
