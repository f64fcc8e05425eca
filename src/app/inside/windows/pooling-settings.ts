import { keepInAddress } from '../chapters/address-settings.svelte.ts';
import { numberList, oneOf, wholeNumber } from '../chapters/setting.ts';

/** What the chapter is told in, one after the other. */
export const POOLING_PARTS = ['numbers', 'face', 'shift'] as const;
export type PoolingPart = (typeof POOLING_PARTS)[number];

export const POOLING_KINDS = ['max', 'average'] as const;
export type PoolingKind = (typeof POOLING_KINDS)[number];

/** A small map, 6 x 6. */
const GRID = [
  1, 3, 0, 2, 5, 1, 2, 8, 1, 0, 3, 4, 0, 1, 6, 2, 1, 0, 4, 2, 3, 9, 0, 1, 1, 0, 2, 4, 7, 2, 3, 5, 1, 0, 2, 6,
];
export const GRID_SIDE = 6;

export const [SMALLEST_POOL, LARGEST_POOL, LARGEST_POOL_STRIDE, LARGEST_SHIFT] = [2, 4, 4, 3];

/** The chapter's settings; to be called while a component is made. */
export function keepPoolingSettings() {
  return keepInAddress('pooling', {
    part: oneOf(POOLING_PARTS, 'numbers'),
    kind: oneOf(POOLING_KINDS, 'max'),
    size: wholeNumber(SMALLEST_POOL, LARGEST_POOL, 2),
    stride: wholeNumber(1, LARGEST_POOL_STRIDE, 2),
    grid: numberList(GRID.length, 99, GRID),
    at: wholeNumber(0, GRID.length - 1, 0),
    channel: wholeNumber(1, 64, 1),
    right: wholeNumber(-LARGEST_SHIFT, LARGEST_SHIFT, 1),
    down: wholeNumber(-LARGEST_SHIFT, LARGEST_SHIFT, 0),
  });
}

export type PoolingSettings = ReturnType<typeof keepPoolingSettings>;
