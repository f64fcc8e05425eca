import { zeros } from '@tensorflow/tfjs-core';
import type { Box } from '../../src/core/box.ts';
import { viewRgba, type Picture } from '../../src/core/picture.ts';
import type { SquareCrop } from '../../src/core/face-crop.ts';
import type { PassRequest, FaceDetector } from '../../src/engine/detector/face-detector.ts';
import type { DetectedFace } from '../../src/engine/detector/non-maximum-suppression.ts';
import type { PendingResult } from '../../src/engine/device/pending-result.ts';

/** Dark eyes and a bright nose, by position in the box (-0.5..0.5); no two places of it look the same. */
const shadeFace = (x: number, y: number) =>
  150 -
  90 * Math.exp(-((x + 0.2) ** 2 + (y + 0.15) ** 2) / 0.01) -
  70 * Math.exp(-((x - 0.2) ** 2 + (y + 0.1) ** 2) / 0.015) +
  80 * Math.exp(-(x ** 2 / 0.03 + (y - 0.2) ** 2 / 0.008));

/** Draws faces before a wall with a faint pattern. */
export function drawScene(faces: readonly Box[], width = 320, height = 240): Picture {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const face = faces.find((box) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height);
      const gray = face
        ? shadeFace((x + 0.5 - face.x) / face.width - 0.5, (y + 0.5 - face.y) / face.height - 0.5)
        : 90 + 8 * Math.sin(x / 7) + 8 * Math.sin(y / 5);
      data.fill(Math.round(gray), (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return viewRgba({ data, width, height });
}

/** A result that is there already, whatever the device says. */
export function makePending<T>(result: T): PendingResult<T> {
  const output = zeros([1]);
  return { output, decode: () => result, release: () => output.dispose() };
}

/** A detector that is told what there is in each region that it sees, and remembers its passes. */
export function makeDetector(see: (square: SquareCrop, pass: PassRequest) => DetectedFace[]) {
  const passes: PassRequest[] = [];
  const detector: FaceDetector = {
    kernels: { name: 'mien-simd' },
    beginPass(_picture, pass) {
      passes.push(pass);
      return makePending(pass.squares.map((square) => see(square, pass)));
    },
  };
  return { detector, passes };
}

/** Whether a box lies in a region, all of it. */
export const lies = ({ x, y, width, height }: Box, square: SquareCrop) =>
  x >= square.x && y >= square.y && x + width <= square.x + square.side && y + height <= square.y + square.side;
