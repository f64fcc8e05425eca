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
