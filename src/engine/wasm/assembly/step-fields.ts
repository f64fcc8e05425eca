/**
 * What a convolution's kernel is told, as 32-bit integers in the order of these numbers: addresses and distances in
 * bytes. Written by TypeScript (`../place-steps.ts`), read here.
 */

/** Where the first face's first tile begins to read, margin included, and from there to the next face, row and pixel. */
export const SOURCE = 0;
export const SOURCE_FACE = 1;
export const SOURCE_ROW = 2;
export const SOURCE_PIXEL = 3;
/** Channels of the map that is read. */
export const CHANNELS = 4;
/** Side of a filter. */
export const FILTER_SIZE = 5;
/** 4: Winograd's F(4x4, 3x3); 2: F(2x2, 3x3); 0: products of patches, for 2x2 pixels at a time. */
export const WINOGRAD = 6;
/** Squares of pixels that are computed together: their side, and how many cover a map. */
export const TILE_SIDE = 7;
export const TILES_DOWN = 8;
export const TILES_ACROSS = 9;
/** Tiles, of all faces, that go through the kernel together. */
export const TILES_AT_ONCE = 10;
/** Matrix products, one after the other: [tiles, depth] x [depth, 8 x panels]. */
export const POSITIONS = 11;
export const DEPTH = 12;
export const PANELS = 13;
/** [positions][panels][depth][8], and the distance of two positions. */
export const WEIGHTS = 14;
export const WEIGHTS_POSITION = 15;
/** [8 x panels] */
export const BIAS = 16;
/** The map that is added; 0 where there is none. */
export const OTHER = 17;
export const OTHER_FACE = 18;
export const OTHER_ROW = 19;
/** The first pixel that is computed, and the way to the next ones. */
export const TARGET = 20;
export const TARGET_FACE = 21;
export const TARGET_ROW = 22;
export const TARGET_PIXEL = 23;
/** Of the map before pooling. */
export const HEIGHT = 24;
export const WIDTH = 25;
/** What values below zero are multiplied by, a float: 0 for ReLU, 1 for no activation, between them for a leaky ReLU. */
export const SLOPE = 26;
/** 1 or 0: maxima of 2x2 pixels; and whether a last row or column that has no second one counts, or is left out. */
export const POOLS = 27;
export const POOLS_REST = 28;
/** Room for what goes into the products, what comes out, and 72 vectors. */
export const GATHERED = 29;
export const GATHERED_POSITION = 30;
export const PRODUCTS = 31;
export const PRODUCTS_POSITION = 32;
export const SQUARE = 33;
/** [channels / 4][3][3][4], filters that each channel goes through by itself before the product; 0 where there are none. */
export const DEPTHWISE = 34;

/** How many there are. */
export const FIELDS = 35;
