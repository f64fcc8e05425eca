import { EXPRESSION_COUNT } from '../../../core/expressions.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../core/preprocess.ts';
import { fillSquare, HIDING_GRAY } from './paint-gray.ts';

/** A gray square that hides one place of a face after the other (Zeiler and Fergus 2014). */
export interface SlidingSquare {
  /** Its side in pixels. */
  readonly size: number;
  /** Pixels from place to place; divides the side of the crop. */
  readonly step: number;
}

/** What hiding each place of a face does. */
export interface HidingMap {
  readonly crop: Uint8Array<ArrayBuffer>;
  readonly square: SlidingSquare;
  /** Places in a row, and rows. */
  readonly places: number;
  /** Rows that are done; places after them are 0. */
  readonly rows: number;
  /** Shares with nothing hidden, in class order. */
  readonly shares: readonly number[];
  /** By class: by how much its share falls where a place is hidden, row by row; below 0 where it rises. */
  readonly falls: readonly Float32Array<ArrayBuffer>[];
}

/** Reads faces: n x 48 x 48 gray bytes -> n x 7 shares. */
type Classify = (crops: Uint8Array<ArrayBuffer>) => Promise<Float32Array>;

/**
 * Hides a face place by place, a row in a batch.
 *
 * @param onRow told of what is known so far, after each row
 * @param signal ends it between two rows
 * @throws the signal's reason, if it is aborted
 */
export async function slideSquare(
  classify: Classify,
  crop: Uint8Array<ArrayBuffer>,
  square: SlidingSquare,
  onRow: (map: HidingMap) => void,
  signal: AbortSignal,
): Promise<void> {
  const places = Math.ceil(INPUT_SIZE / square.step);
  const shares = [...(await classify(crop))];
  let falls: readonly Float32Array<ArrayBuffer>[] = shares.map(() => new Float32Array(places * places));
  for (let row = 0; row < places; row++) {
    signal.throwIfAborted();
    const hidden = await classify(hideRow(crop, square, row));
    falls = falls.map((before, k) => {
      const fall = before.slice();
      for (let column = 0; column < places; column++) {
        fall[row * places + column] = (shares[k] as number) - (hidden[column * EXPRESSION_COUNT + k] as number);
      }
      return fall;
    });
    signal.throwIfAborted();
    onRow({ crop, square, places, rows: row + 1, shares, falls });
  }
}

/** The square's upper left corner at a place: its middle is the middle of the place. */
export function findCorner(place: number, { size, step }: SlidingSquare): number {
  return Math.round(place * step + step / 2 - size / 2);
}

/** The faces of a row of places, each with one of them hidden. */
function hideRow(crop: Uint8Array, square: SlidingSquare, row: number): Uint8Array<ArrayBuffer> {
  const places = Math.ceil(INPUT_SIZE / square.step);
  const crops = new Uint8Array(places * INPUT_PIXELS);
  for (let column = 0; column < places; column++) {
    const hidden = crops.subarray(column * INPUT_PIXELS, (column + 1) * INPUT_PIXELS);
    hidden.set(crop);
    fillSquare(hidden, { x: findCorner(column, square), y: findCorner(row, square) }, square.size, HIDING_GRAY);
  }
  return crops;
}
