import { INPUT_SIZE } from '../../../core/preprocess.ts';

/**
 * Moves a face by whole pixels; where nothing comes in, its edge pixels repeat.
 *
 * @param crop 48 x 48 gray bytes
 * @param right, down pixels; negative: left, up
 */
export function shiftCrop(crop: Uint8Array<ArrayBuffer>, right: number, down: number): Uint8Array<ArrayBuffer> {
  const clamp = (position: number) => Math.max(0, Math.min(INPUT_SIZE - 1, position));
  return crop.map((_, i) => {
    const [x, y] = [i % INPUT_SIZE, Math.floor(i / INPUT_SIZE)];
    return crop[clamp(y - down) * INPUT_SIZE + clamp(x - right)] as number;
  });
}

/**
 * How much a map changes, of what it is: the mean absolute change over the mean absolute value before it, 0 or more. 0 of a
 * map that is 0 everywhere.
 */
export function measureChange(before: Float32Array, after: Float32Array): number {
  let [change, size] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    change += Math.abs((after[i] as number) - (before[i] as number));
    size += Math.abs(before[i] as number);
  }
  return size === 0 ? 0 : change / size;
}
