import type { LayerSizes } from './three-ways.ts';

/** Lowest and highest of each size that can be chosen; the largest dense layer has 4 x 10^11 weights. */
export const LIMITS: Readonly<Record<keyof LayerSizes, readonly [lowest: number, highest: number]>> = {
  height: [1, 200],
  width: [1, 200],
  channels: [1, 16],
  patch: [1, 32],
  stride: [1, 4],
  filters: [1, 16],
};

/** The bars go from 1 to ten to this power. */
export const HIGHEST_POWER = 12;

/** By so many pixels a face can be moved, each way. */
export const LARGEST_SHIFT = 6;
