import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { describeWeights } from '../../../src/core/weight-layout.ts';

type Values = Float32Array | Float64Array;

/** Largest difference over largest expected value; infinite where a value is no number. */
export function measureDifference(actual: Values, expected: Values): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  expected.forEach((value, i) => (difference = Math.max(difference, Math.abs((actual[i] as number) - value))));
  if (Number.isNaN(difference)) return Infinity;
  return difference === 0 ? 0 : difference / findLargest(expected);
}

function findLargest(values: Values): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/**
 * The difference of two flat vectors, tensor by tensor.
 *
 * @param floor gradients that are 0 in exact arithmetic are rounding errors of either side: a tensor whose largest
 * value is below this share of the vector's largest is measured against that instead of its own
 * @returns the largest of all tensors, and its tensor's name
 */
export function measureLargestDifference(
  network: NetworkDescription,
  actual: Values,
  expected: Values,
  floor = 1e-3,
): { readonly tensor: string; readonly difference: number } {
  const differences = describeWeights(network).map(({ layer, role, offset, size }) => {
    const part = expected.subarray(offset, offset + size);
    const relative = measureDifference(actual.subarray(offset, offset + size), part);
    const shrink = Math.min(1, findLargest(part) / (floor * findLargest(expected)));
    return { tensor: `${layer} ${role}`, difference: relative * shrink };
  });
  return differences.reduce((worst, one) => (one.difference > worst.difference ? one : worst));
}
