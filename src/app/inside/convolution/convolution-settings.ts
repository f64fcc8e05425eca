import { keepInAddress } from '../chapters/address-settings.svelte.ts';
import { numberList, oneOf, wholeNumber } from '../chapters/setting.ts';
import { CHANNEL_EXAMPLE } from './channel-example.ts';

/** What the chapter is told in, one after the other. */
export const PARTS = ['numbers', 'face', 'flip', 'channels'] as const;
export type Part = (typeof PARTS)[number];

/** Cross-correlation lays the kernel on the picture as it is, convolution turned by 180°. */
export const ORDERS = ['correlation', 'convolution'] as const;
export type Order = (typeof ORDERS)[number];

/** The tutorial's picture, 5 x 5, and its kernel, 3 x 3. */
export const PICTURE = [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0];
export const KERNEL = [1, 0, 1, 0, 1, 0, 1, 0, 1];

/** A single bright pixel shows a kernel as it lies on the picture; this one looks another way when it is turned. */
export const SPOT = Array.from({ length: 25 }, (_, i) => (i === 12 ? 1 : 0));
export const COUNTING_KERNEL = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Side of the pictures of numbers, and of the kernels. */
export const [PICTURE_SIDE, KERNEL_SIDE] = [5, 3];

/** Largest number that can be typed, from 0. */
export const LARGEST = 99;

/** The chapter's settings; to be called while a component is made. */
export function keepConvolutionSettings() {
  const { maps, filters } = CHANNEL_EXAMPLE;
  return keepInAddress('convolution', {
    part: oneOf(PARTS, 'numbers'),
    picture: numberList(PICTURE.length, LARGEST, PICTURE),
    kernel: numberList(KERNEL.length, LARGEST, KERNEL),
    at: wholeNumber(0, 8, 0),
    x: wholeNumber(0, 47, 16),
    y: wholeNumber(0, 47, 18),
    order: oneOf(ORDERS, 'correlation'),
    spot: numberList(SPOT.length, LARGEST, SPOT),
    turned: numberList(COUNTING_KERNEL.length, LARGEST, COUNTING_KERNEL),
    channels: wholeNumber(1, maps.length, maps.length),
    filters: wholeNumber(1, filters.length, 2),
    cell: wholeNumber(0, 11, 0),
  });
}

export type ConvolutionSettings = ReturnType<typeof keepConvolutionSettings>;
