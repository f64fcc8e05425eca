import { PIXEL_TABLES, type Palette, type ValueRange } from '../figures/map-colours.ts';
import type { Place } from '../figures/pick-place.ts';

/** All maps of a layer on one picture, side by side; lengths are pixels of the maps. */
export interface Atlas {
  /** Of a map. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Between maps, and after the last one of a row. */
  readonly gap: number;
  readonly channels: number;
  /** Maps in a row. */
  readonly columns: number;
  /** Of the whole picture. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the page for a pixel of the maps. */
  readonly scale: number;
}

/** How large a map is drawn, in pixels of the page: smaller ones where a layer has many. */
const LARGE_TILE = 44;
const SMALL_TILE = 24;
const MANY_CHANNELS = 64;
/** Single numbers, likewise. */
const LARGE_CELL = 24;
const SMALL_CELL = 8;
const MANY_CELLS = 256;

/**
 * Lays out the maps of a layer.
 *
 * @param shape [height, width, channels] or [features], each of which is a map of one pixel
 * @param room that there is, in pixels of the page
 */
export function layOutAtlas(shape: readonly number[], room: number): Atlas {
  const [tileHeight, tileWidth, channels] = (shape.length === 3 ? shape : [1, 1, ...shape]) as [number, number, number];
  const isMap = tileWidth > 1 || tileHeight > 1;
  const gap = isMap ? 1 : 0;
  const wish = isMap
    ? Math.max(1, Math.round((channels > MANY_CHANNELS ? SMALL_TILE : LARGE_TILE) / tileWidth))
    : channels > MANY_CELLS
      ? SMALL_CELL
      : LARGE_CELL;
  const columns = Math.max(1, Math.min(channels, Math.floor(room / (wish * (tileWidth + gap)))));
  return {
    tileWidth,
    tileHeight,
    gap,
    channels,
    columns,
    width: columns * (tileWidth + gap),
    height: Math.ceil(channels / columns) * (tileHeight + gap),
    scale: wish,
  };
}

/** Where on the picture a map begins. */
export function findTile({ columns, tileWidth, tileHeight, gap }: Atlas, channel: number): Place {
  return { x: (channel % columns) * (tileWidth + gap), y: Math.floor(channel / columns) * (tileHeight + gap) };
}

/** Which map is at a place of the picture; null where there is none any more. */
export function findChannel({ columns, tileWidth, tileHeight, gap, channels }: Atlas, { x, y }: Place): number | null {
  const channel = Math.floor(y / (tileHeight + gap)) * columns + Math.floor(x / (tileWidth + gap));
  return channel < channels ? channel : null;
}

/**
 * Draws the maps of a layer. What lies between them is left as it is.
 *
 * @param pixels of the picture, row by row, four bytes each
 * @param values of the maps, row by row, channels last
 * @param range of the values, whose ends get the first and the last colour
 */
export function paintAtlas(
  pixels: Uint32Array,
  atlas: Atlas,
  values: Float32Array,
  [lowest, highest]: ValueRange,
  palette: Palette,
): void {
  const { tileWidth, tileHeight, channels, width } = atlas;
  const table = PIXEL_TABLES[palette];
  const scale = 255 / (highest - lowest);
  for (let channel = 0; channel < channels; channel++) {
    const { x, y } = findTile(atlas, channel);
    let from = channel;
    for (let row = 0; row < tileHeight; row++) {
      let to = (y + row) * width + x;
      for (let column = 0; column < tileWidth; column++, from += channels) {
        const entry = ((values[from] as number) - lowest) * scale + 0.5;
        pixels[to++] = table[entry < 0 ? 0 : entry > 255 ? 255 : entry | 0] as number;
      }
    }
  }
}
