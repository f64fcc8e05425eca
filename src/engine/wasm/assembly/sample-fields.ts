/**
 * What the kernels that draw a region of a picture are told, as 32-bit integers, or floats where said, in the order of these
 * numbers: addresses and distances in bytes. Written by TypeScript (`../create-sampler.ts`), read here.
 */

/** Of a plane: where the first byte lies of those that were copied, and from there to the next row and pixel. */
export const BYTES = 0;
export const ROW_STRIDE = 1;
export const PIXEL_STRIDE = 2;
/** Columns of the plane that were copied: those that the region touches. */
export const COLUMNS = 3;
/** What each of the 256 bytes means, as floats. */
export const LEVELS = 4;
/** For each row of the result: the first row of the plane, an integer, and `ROW_TAPS` weights. */
export const ROW_FIRST = 5;
export const ROW_WEIGHTS = 6;
export const ROW_TAPS = 7;
/** For each sample of a row, a multiple of 4: the way to the first column, and [SAMPLES / 4][COLUMN_TAPS][4] weights. */
export const COLUMN_FIRST = 8;
export const COLUMN_WEIGHTS = 9;
export const COLUMN_TAPS = 10;
export const SAMPLES = 11;
/** Room for a row of the plane's columns, with three to spare. */
export const WIDE_ROW = 12;
/** Where the samples go, row by row. */
export const SAMPLED = 13;

/** How many there are of a plane. */
export const PLANE_FIELDS = 14;

/** Of the mixing: pixels in a row of the result, a multiple of 4. */
export const SIZE = 0;
/** Of three planes, one after the other: the samples, and 1 if each stands for 2x2 pixels of the result, else 0. */
export const PLANE_SAMPLES = 1;
export const PLANE_SHIFT = 4;
/** [3][3] floats: what the planes weigh in red, in green and in blue. */
export const WEIGHTS = 7;
/** How much of each row, and of each column, lies on the picture, as floats 0..1. */
export const ROW_COVERAGE = 16;
export const COLUMN_COVERAGE = 17;
/** The result's first row, [pixels][4], and from there to the next. */
export const TARGET = 18;
export const TARGET_ROW = 19;

/** How many there are of the mixing. */
export const MIX_FIELDS = 20;
