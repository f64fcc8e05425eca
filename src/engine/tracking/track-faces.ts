import { computeIoU, type Box } from '../../core/box.ts';
import { DETECTION_OPTIONS } from '../detector/detection-options.ts';

/** A face that was there a moment ago. */
export interface TrackedFace {
  readonly id: number;
  readonly box: Box;
}

/**
 * Gives the faces of now the numbers that they had then: pairs are matched greedily by
 * descending IoU, the rest get new numbers.
 *
 * @param nextId first number not used yet
 * @returns one id for each of `boxes`, and the next free number
 */
export function trackFaces(
  last: readonly TrackedFace[],
  boxes: readonly Box[],
  nextId: number,
): { ids: number[]; nextId: number } {
  const pairs = last
    .flatMap((face) => boxes.map((box, index) => ({ id: face.id, index, iou: computeIoU(face.box, box) })))
    .filter((pair) => pair.iou >= DETECTION_OPTIONS.sameFaceIou)
    .sort((a, b) => b.iou - a.iou);
  const idOfBox = new Map<number, number>();
  const taken = new Set<number>();
  for (const { id, index } of pairs) {
    if (taken.has(id) || idOfBox.has(index)) continue;
    taken.add(id);
    idOfBox.set(index, id);
  }
  let free = nextId;
  const ids = boxes.map((_, index) => idOfBox.get(index) ?? free++);
  return { ids, nextId: free };
}
