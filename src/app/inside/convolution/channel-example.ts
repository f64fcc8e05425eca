import type { ShapedMap, SlidingWindow } from '../../../lab/lab-client.ts';
import { makeWindow } from '../windows/make-window.ts';

/** Small numbers by which several channels can be followed: three maps of 4 x 4, and three filters over all of them. */
export const CHANNEL_EXAMPLE = {
  side: 4,
  kernelSide: 3,
  maps: [
    [1, 0, 2, 1, 0, 1, 1, 0, 2, 0, 1, 2, 1, 1, 0, 1],
    [0, 1, 1, 0, 2, 1, 0, 1, 0, 0, 1, 1, 1, 2, 0, 0],
    [1, 1, 0, 0, 0, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0, 1],
  ],
  /** By filter, then by channel. */
  filters: [
    [
      [1, 0, -1, 1, 0, -1, 1, 0, -1],
      [0, 1, 0, 0, 1, 0, 0, 1, 0],
      [0, 0, 0, 0, 2, 0, 0, 0, 0],
    ],
    [
      [1, 1, 1, 0, 0, 0, -1, -1, -1],
      [0, -1, 0, -1, 0, 1, 0, 1, 0],
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
    ],
    [
      [0, 0, 1, 0, 1, 0, 1, 0, 0],
      [1, 0, 0, 0, -1, 0, 0, 0, 1],
      [-1, 0, 0, 0, 0, 0, 0, 0, 1],
    ],
  ],
  biases: [1, -2, 0],
} as const;

/** The example with so many channels and filters, as what the laboratory computes with. */
export function makeChannelExample(channels: number, filters: number): { map: ShapedMap; window: SlidingWindow } {
  const { side, kernelSide, maps, filters: all, biases } = CHANNEL_EXAMPLE;
  const values = Array.from({ length: side * side }, (_, i) => maps.slice(0, channels).map((map) => map[i] as number));
  const kernels = Array.from({ length: kernelSide * kernelSide }, (_, tap) =>
    maps
      .slice(0, channels)
      .map((_, channel) => all.slice(0, filters).map((filter) => filter[channel]?.[tap] as number)),
  );
  return {
    map: { shape: [side, side, channels], values: Float32Array.from(values.flat()) },
    window: makeWindow({
      type: 'conv',
      height: kernelSide,
      width: kernelSide,
      kernels: Float32Array.from(kernels.flat(2)),
      biases: Float32Array.from(biases.slice(0, filters)),
    }),
  };
}
