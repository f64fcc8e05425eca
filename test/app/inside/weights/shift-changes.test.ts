import { expect, it } from 'vitest';
import { DIRECTION_COUNT, measureMeanChange, shiftAllWays } from '../../../../src/app/inside/weights/shift-changes.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../../src/core/preprocess.ts';

it('moves a face in eight directions, each once', () => {
  const dot = new Uint8Array(INPUT_PIXELS);
  dot[20 * INPUT_SIZE + 30] = 255;
  const moved = shiftAllWays(dot, 4);
  expect(moved).toHaveLength(DIRECTION_COUNT * INPUT_PIXELS);
  const places = Array.from({ length: DIRECTION_COUNT }, (_, i) => {
    const at = moved.subarray(i * INPUT_PIXELS, (i + 1) * INPUT_PIXELS).indexOf(255);
    return [(at % INPUT_SIZE) - 30, Math.floor(at / INPUT_SIZE) - 20].join();
  });
  expect(places.sort()).toEqual(['4,0', '4,4', '0,4', '-4,4', '-4,0', '-4,-4', '0,-4', '4,-4'].sort());
});

it('averages how far answers are from one', () => {
  const answer = [1, 0, 0, 0, 0, 0, 0];
  const others = Float32Array.from([...answer, 0, 1, 0, 0, 0, 0, 0]);
  expect(measureMeanChange(answer, others)).toBe(0.5);
  expect(measureMeanChange(answer, Float32Array.from(answer))).toBe(0);
});
