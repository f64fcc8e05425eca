/** A kernel as it is set by hand: nine whole numbers, and what all of them are divided by. */
export interface HandKernel {
  readonly weights: readonly number[];
  readonly divisor: number;
}

/** Kernels of image processing, 3 x 3, row by row; Sobel and Feldman 1968. */
export const HAND_KERNELS = {
  'sobel-x': { weights: [-1, 0, 1, -2, 0, 2, -1, 0, 1], divisor: 1 },
  'sobel-y': { weights: [-1, -2, -1, 0, 0, 0, 1, 2, 1], divisor: 1 },
  outline: { weights: [-1, -1, -1, -1, 8, -1, -1, -1, -1], divisor: 1 },
  emboss: { weights: [-2, -1, 0, -1, 1, 1, 0, 1, 2], divisor: 1 },
  sharpen: { weights: [0, -1, 0, -1, 5, -1, 0, -1, 0], divisor: 1 },
  box: { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1], divisor: 9 },
  binomial: { weights: [1, 2, 1, 2, 4, 2, 1, 2, 1], divisor: 16 },
  identity: { weights: [0, 0, 0, 0, 1, 0, 0, 0, 0], divisor: 1 },
} as const satisfies Readonly<Record<string, HandKernel>>;

export type HandKernelName = keyof typeof HAND_KERNELS;

export const HAND_KERNEL_NAMES = Object.keys(HAND_KERNELS) as readonly HandKernelName[];

/** The name of a kernel; null for one of the reader's own. */
export function nameKernel({ weights, divisor }: HandKernel): HandKernelName | null {
  return (
    HAND_KERNEL_NAMES.find(
      (name) => HAND_KERNELS[name].divisor === divisor && HAND_KERNELS[name].weights.join() === weights.join(),
    ) ?? null
  );
}

/** How alike two kernels are, whatever their size: the cosine of the angle between them, -1..1; 0 if one is all 0. */
export function compareKernels(one: readonly number[], other: readonly number[]): number {
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  return product(one, other) / (Math.sqrt(product(one, one) * product(other, other)) || 1);
}
