import type { DetectedFace } from './non-maximum-suppression.ts';

/** Width and height of the boxes that a cell proposes, in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;

/** Offset in x and y, size in x and y, score. */
const VALUES_A_BOX = 5;

/** Pixels of the input along a cell. */
export const CELL_SIZE = 32;

/**
 * What the network of one picture says (YOLOv2, Redmon and Farhadi 2017): each cell of a grid proposes a box for each
 * anchor. Overlapping ones are still in it.
 *
 * @param output cells x cells x 25
 * @param minScore proposals of a lower score are left out, 0..1 exclusive
 * @returns boxes in pixels of the network's input
 */
export function decodeFaces(output: Float32Array, cells: number, minScore: number): DetectedFace[] {
  const proposals: DetectedFace[] = [];
  // Scores are logits: most cells are thrown out without an exponential.
  const minLogit = Math.log(minScore / (1 - minScore));
  for (let cell = 0; cell < cells * cells; cell++) {
    ANCHORS.forEach(([anchorWidth, anchorHeight], a) => {
      const at = (cell * ANCHORS.length + a) * VALUES_A_BOX;
      const logit = output[at + 4] as number;
      if (!(logit > minLogit)) return;
      const width = Math.exp(output[at + 2] as number) * anchorWidth * CELL_SIZE;
      const height = Math.exp(output[at + 3] as number) * anchorHeight * CELL_SIZE;
      const centreX = ((cell % cells) + sigmoid(output[at] as number)) * CELL_SIZE;
      const centreY = (Math.floor(cell / cells) + sigmoid(output[at + 1] as number)) * CELL_SIZE;
      const box = { x: centreX - width / 2, y: centreY - height / 2, width, height };
      proposals.push({ box, score: sigmoid(logit) });
    });
  }
  return proposals;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
