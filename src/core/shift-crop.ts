import { INPUT_PIXELS, INPUT_SIZE } from './preprocess.ts';

/**
 * Moves what a crop shows; at the sides that it leaves, edge pixels repeat.
 *
 * @param crop 48 x 48 gray bytes
 * @param right whole pixels, below 0: to the left
 * @param down whole pixels, below 0: up
 */
export function shiftCrop(crop: Uint8Array, right: number, down: number): Uint8Array<ArrayBuffer> {
  const clamp = (position: number) => Math.max(0, Math.min(INPUT_SIZE - 1, position));
  const moved = new Uint8Array(INPUT_PIXELS);
  for (let y = 0; y < INPUT_SIZE; y++) {
    const row = clamp(y - down) * INPUT_SIZE;
    for (let x = 0; x < INPUT_SIZE; x++) moved[y * INPUT_SIZE + x] = crop[row + clamp(x - right)] as number;
  }
  return moved;
}
