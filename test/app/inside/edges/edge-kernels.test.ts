import { expect, it } from 'vitest';
import {
  compareKernels,
  HAND_KERNEL_NAMES,
  HAND_KERNELS,
  nameKernel,
} from '../../../../src/app/inside/edges/edge-kernels.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it.each(HAND_KERNEL_NAMES)(
  '%s is known by its numbers, and keeps the brightness or answers 0 where all is alike',
  (name) => {
    const { weights, divisor } = HAND_KERNELS[name];
    expect(weights).toHaveLength(9);
    expect(nameKernel({ weights, divisor })).toBe(name);
    expect(nameKernel({ weights, divisor: divisor + 1 })).toBeNull();
    expect([0, 1]).toContain(sum(weights) / divisor);
  },
);

it('Sobel y is Sobel x with rows and columns exchanged', () => {
  const across = HAND_KERNELS['sobel-x'].weights;
  expect(across.map((_, i) => across[3 * (i % 3) + Math.floor(i / 3)])).toEqual(HAND_KERNELS['sobel-y'].weights);
});

it('compares kernels by their direction', () => {
  const sobel = HAND_KERNELS['sobel-x'].weights;
  expect(
    compareKernels(
      sobel,
      sobel.map((weight) => 3 * weight),
    ),
  ).toBeCloseTo(1);
  expect(
    compareKernels(
      sobel,
      sobel.map((weight) => -weight),
    ),
  ).toBeCloseTo(-1);
  expect(compareKernels(sobel, HAND_KERNELS['sobel-y'].weights)).toBeCloseTo(0);
  expect(compareKernels(sobel, new Array<number>(9).fill(0))).toBe(0);
});
