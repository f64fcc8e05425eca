/** How a map's values become colours. `gray`: black to white, as a picture. `signed`: blue below 0, orange above, white at 0. */
export type Palette = 'gray' | 'signed';

/** Of 256 colours from the lowest to the highest value: red, green and blue bytes. */
type ColourTable = Uint8ClampedArray;

const LOW = [16, 78, 139] as const;
const MIDDLE = [250, 247, 242] as const;
const HIGH = [180, 68, 10] as const;

const TABLES: Readonly<Record<Palette, ColourTable>> = {
  gray: makeTable((share) => [255 * share, 255 * share, 255 * share]),
  signed: makeTable((share) => {
    const [end, weight] = share < 0.5 ? [LOW, 1 - 2 * share] : [HIGH, 2 * share - 1];
    return MIDDLE.map((middle, k) => middle + weight * ((end[k] as number) - middle));
  }),
};

/** The same colours as whole pixels, as the bytes of a picture hold them. */
export const PIXEL_TABLES: Readonly<Record<Palette, Uint32Array>> = {
  gray: packPixels(TABLES.gray),
  signed: packPixels(TABLES.signed),
};

/** Which values are drawn in the first and the last colour. */
export type ValueRange = readonly [lowest: number, highest: number];

/** One channel of a map, channels last. */
export interface MapView {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** Of the whole map; 1 by default. */
  readonly channels?: number;
  /** The one that is meant; the first by default. */
  readonly channel?: number;
}

/** The range of one channel: for signed colours as far below 0 as above. Never empty, so that a flat map can be drawn. */
export function findRange({ values, channels = 1, channel = 0 }: MapView, palette: Palette): ValueRange {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i] as number;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (palette === 'signed') {
    const most = Math.max(Math.abs(lowest), Math.abs(highest)) || 1;
    return [-most, most];
  }
  return lowest < highest ? [lowest, highest] : [lowest - 0.5, lowest + 0.5];
}

/**
 * The range of a whole map, so that its channels can be compared: for signed colours as far below 0 as above, else from 0
 * to half of the largest value, or most of what a layer found would be all but black. Never empty.
 */
export function findCommonRange(values: Iterable<number>, palette: Palette): ValueRange {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return palette === 'signed' ? [-(most || 1), most || 1] : [0, most / 2 || 1];
}

/** @returns the channel as RGBA bytes, row by row; values outside the range get its ends' colours */
export function paintMap(
  { values, width, height, channels = 1, channel = 0 }: MapView,
  [lowest, highest]: ValueRange,
  palette: Palette,
): Uint8ClampedArray<ArrayBuffer> {
  const table = TABLES[palette];
  const scale = 255 / (highest - lowest);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const position = ((values[i * channels + channel] as number) - lowest) * scale;
    const entry = 3 * Math.max(0, Math.min(255, Math.round(position)));
    pixels[4 * i] = table[entry] as number;
    pixels[4 * i + 1] = table[entry + 1] as number;
    pixels[4 * i + 2] = table[entry + 2] as number;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

function makeTable(colourOf: (share: number) => readonly number[]): ColourTable {
  return Uint8ClampedArray.from(Array.from({ length: 256 }, (_, i) => colourOf(i / 255)).flat());
}

function packPixels(table: ColourTable): Uint32Array {
  const bytes = Uint8ClampedArray.from({ length: 4 * 256 }, (_, i) =>
    i % 4 === 3 ? 255 : (table[3 * (i >> 2) + (i % 4)] as number),
  );
  return new Uint32Array(bytes.buffer);
}
