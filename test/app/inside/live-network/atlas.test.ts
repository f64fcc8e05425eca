import { describe, expect, it } from 'vitest';
import { findChannel, findTile, layOutAtlas, paintAtlas } from '../../../../src/app/inside/live-network/atlas.ts';
import { findCommonRange, paintMap, type Palette } from '../../../../src/app/inside/figures/map-colours.ts';

describe('layOutAtlas', () => {
  it('fills the room, and no more than it, with maps of one size', () => {
    for (const shape of [
      [48, 48, 16],
      [6, 6, 256],
      [9, 9, 16],
      [12, 12, 64],
      [5, 7, 3],
    ]) {
      for (const room of [280, 500, 1100]) {
        const { columns, width, height, scale, channels } = layOutAtlas(shape, room);
        expect(width * scale).toBeLessThanOrEqual(room);
        expect(columns).toBe(Math.min(channels, columns));
        expect(columns === channels || (width + width / columns) * scale > room).toBe(true);
        expect(height).toBe(Math.ceil(channels / columns) * ((shape[0] ?? 0) + 1));
      }
    }
  });

  it('takes a vector as maps of one pixel, smaller where there are many', () => {
    expect(layOutAtlas([14], 500)).toMatchObject({ columns: 14, width: 14, height: 1, scale: 24 });
    expect(layOutAtlas([2304], 512)).toMatchObject({ columns: 64, height: 36, scale: 8 });
  });

  it('fits at least one map into no room', () => {
    expect(layOutAtlas([48, 48, 2], 0)).toMatchObject({ columns: 1, height: 98 });
  });
});

describe('findChannel', () => {
  it('finds each map where it is drawn, and none after the last', () => {
    const atlas = layOutAtlas([6, 6, 10], 150);
    for (let channel = 0; channel < 10; channel++) {
      const { x, y } = findTile(atlas, channel);
      expect(findChannel(atlas, { x, y })).toBe(channel);
      expect(findChannel(atlas, { x: x + 5, y: y + 5 })).toBe(channel);
    }
    expect(findChannel(atlas, { x: atlas.width - 1, y: atlas.height - 1 })).toBe(
      atlas.columns * Math.ceil(10 / atlas.columns) === 10 ? 9 : null,
    );
  });
});

describe('paintAtlas', () => {
  it.each(['gray', 'signed'] as const)('draws each map as it is drawn alone, in %s', (palette: Palette) => {
    const shape = [4, 5, 7] as const;
    const values = Float32Array.from({ length: 4 * 5 * 7 }, (_, i) => 10 * Math.sin(i));
    const atlas = layOutAtlas(shape, 120);
    expect(atlas.columns).toBeLessThan(7);
    const pixels = new Uint32Array(atlas.width * atlas.height);
    const range = findCommonRange(values, palette);
    paintAtlas(pixels, atlas, values, range, palette);
    for (let channel = 0; channel < 7; channel++) {
      const alone = new Uint32Array(
        paintMap({ values, width: 5, height: 4, channels: 7, channel }, range, palette).buffer,
      );
      const { x, y } = findTile(atlas, channel);
      for (let i = 0; i < 20; i++) {
        expect(pixels[(y + Math.floor(i / 5)) * atlas.width + x + (i % 5)]).toBe(alone[i]);
      }
    }
    // A row and a column between maps stay clear.
    expect(pixels[4 * atlas.width]).toBe(0);
    expect(pixels[5]).toBe(0);
  });
});
