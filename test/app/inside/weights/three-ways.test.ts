import { describe, expect, it } from 'vitest';
import {
  countWays,
  findOutputShape,
  findPatch,
  type LayerSizes,
} from '../../../../src/app/inside/weights/three-ways.ts';

/** The tutorial's example. */
const EXAMPLE: LayerSizes = { height: 100, width: 100, channels: 1, patch: 10, stride: 1, filters: 1 };

describe('a layer from 100 x 100 to 100 x 100', () => {
  it('has 10^8 weights if it is dense, 10^6 for patches of 10 x 10, and 100 if they share them', () => {
    expect(countWays(EXAMPLE)).toEqual({
      dense: { weights: 1e8, macs: 1e8 },
      local: { weights: 1e6, macs: 1e6 },
      shared: { weights: 100, macs: 1e6 },
    });
    expect(findOutputShape(EXAMPLE)).toEqual([100, 100, 1]);
  });

  it('sees patches that hang over the edges only there', () => {
    expect(findPatch(EXAMPLE, 50, 20)).toEqual({ x: 16, y: 46, width: 10, height: 10 });
    expect(findPatch(EXAMPLE, 0, 0)).toEqual({ x: 0, y: 0, width: 6, height: 6 });
    expect(findPatch(EXAMPLE, 99, 99)).toEqual({ x: 95, y: 95, width: 5, height: 5 });
  });
});

it('counts channels, kernels and strides by hand', () => {
  const sizes: LayerSizes = { height: 6, width: 9, channels: 2, patch: 3, stride: 2, filters: 4 };
  expect(findOutputShape(sizes)).toEqual([3, 5, 4]);
  const [inputs, outputs, kernel] = [6 * 9 * 2, 3 * 5 * 4, 3 * 3 * 2];
  expect(countWays(sizes)).toEqual({
    dense: { weights: inputs * outputs, macs: inputs * outputs },
    local: { weights: kernel * outputs, macs: kernel * outputs },
    shared: { weights: kernel * 4, macs: kernel * outputs },
  });
  // One row of zeros goes below, one column on each side.
  expect(findPatch(sizes, 0, 0)).toEqual({ x: 0, y: 0, width: 2, height: 3 });
  expect(findPatch(sizes, 2, 4)).toEqual({ x: 7, y: 4, width: 2, height: 2 });
});

it('sees the whole picture where the patch is larger', () => {
  const sizes: LayerSizes = { height: 4, width: 4, channels: 1, patch: 9, stride: 1, filters: 1 };
  expect(findPatch(sizes, 1, 2)).toEqual({ x: 0, y: 0, width: 4, height: 4 });
});
