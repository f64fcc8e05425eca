import type { Setting } from '../chapters/setting.ts';

/**
 * The numbers of a square, row by row, whose size the reader chooses: as many as there are say how large it is.
 *
 * @param largest number, from 0, that a cell may hold
 */
export function squareGrid(
  [smallestSide, largestSide]: readonly [number, number],
  largest: number,
  usual: readonly number[],
): Setting<readonly number[]> {
  return {
    usual,
    parse(text) {
      const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
      const side = sideOf(values);
      const fits = Number.isInteger(side) && side >= smallestSide && side <= largestSide;
      return fits && values.every((value) => Math.abs(value) <= largest) ? values : null;
    },
    write: (values) => values.join(','),
  };
}

/** Rows, and columns, of a square of numbers. */
export function sideOf(values: readonly number[]): number {
  return Math.sqrt(values.length);
}

/** Makes a square larger or smaller at its right and lower edge: numbers keep their places, new ones count on. */
export function resizeSquare(values: readonly number[], side: number): readonly number[] {
  const old = sideOf(values);
  let next = Math.max(0, ...values.map(Math.trunc)) % 10;
  return Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    if (row < old && column < old) return values[row * old + column] as number;
    next = (next + 1) % 10;
    return next;
  });
}

/** Replaces one number. */
export function replaceAt(values: readonly number[], index: number, value: number): readonly number[] {
  return values.map((old, i) => (i === index ? value : old));
}
