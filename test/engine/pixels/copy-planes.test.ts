import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/core/picture.ts';
import { cropToGray } from '../../../src/core/preprocess.ts';
import { viewYuv, type YuvFormat } from '../../../src/core/yuv-picture.ts';
import { copyPlanes } from '../../../src/engine/pixels/copy-planes.ts';
import { drawWaves } from '../../core/draw-waves.ts';
import { encodeYuv } from '../../core/encode-yuv.ts';
import { makeFrame, makeFrameOf, type FrameTraits } from '../made-up-frame.ts';

const square = { x: 3.5, y: -2, side: 31 };

async function copy(frame: VideoFrame): Promise<Picture> {
  const picture = await copyPlanes(frame);
  return picture ?? expect.fail('it was not copied');
}

describe('copyPlanes', () => {
  test.each<YuvFormat>(['I420', 'I422', 'I444', 'NV12'])('sees the picture of a frame in %s', async (format) => {
    const image = encodeYuv(drawWaves(40, 30), format, 'bt709', true);
    const picture = await copy(makeFrameOf(image));
    expect([picture.width, picture.height]).toEqual([40, 30]);
    expect(cropToGray(picture, square)).toEqual(cropToGray(viewYuv(image), square));
  });

  test('takes a frame that says nothing of its colours for Rec. 601 of limited range', async () => {
    const image = encodeYuv(drawWaves(40, 30), 'I420', 'smpte170m', false);
    const silent = makeFrameOf(image, { matrix: null, fullRange: null });
    expect(cropToGray(await copy(silent), square)).toEqual(cropToGray(viewYuv(image), square));
  });

  test.each([
    ['RGBA', [200, 100, 50, 255]],
    ['RGBX', [200, 100, 50, 0]],
    ['BGRA', [50, 100, 200, 255]],
    ['BGRX', [50, 100, 200, 0]],
  ])('sees the picture of a frame in %s', async (format, bytes) => {
    const frame = makeFrame({
      format,
      colorSpace: { matrix: 'rgb', fullRange: true, primaries: 'bt709', transfer: 'iec61966-2-1' },
      allocationSize: () => 6 * 4 * 4,
      copyTo: (destination) => {
        for (let p = 0; p < 6 * 4 * 4; p += 4) destination.set(bytes, p);
        return Promise.resolve([{ offset: 0, stride: 24 }]);
      },
    });
    const luma = Math.round(0.299 * 200 + 0.587 * 100 + 0.114 * 50);
    expect(new Set(cropToGray(await copy(frame), square))).toEqual(new Set([luma]));
  });

  test.each<[string, FrameTraits]>([
    ['whose format the browser does not tell', { format: null }],
    ['of ten bits', { format: 'I420P10' }],
    ['that is closed', { format: null, visibleRect: null }],
    ['of oblong pixels', { displayWidth: 8 }],
    ['that is turned', { rotation: 90 }],
    ['that is mirrored', { flip: true }],
    ['of a wide gamut', { colorSpace: { primaries: 'bt2020' } }],
    ['of high dynamic range', { colorSpace: { transfer: 'pq' } }],
    ['of unknown luma', { colorSpace: { matrix: 'bt2020-ncl' } }],
    ['of green, blue and red in place of luma and chroma', { format: 'I444', colorSpace: { matrix: 'rgb' } }],
  ])('leaves a frame %s to the canvas', async (_, traits) => {
    expect(await copyPlanes(makeFrame(traits))).toBeNull();
  });

  test('sees the picture of a frame that has alpha as well', async () => {
    const image = encodeYuv(drawWaves(40, 30), 'I420', 'bt709', true);
    const alpha = { offset: 0, stride: 40 };
    const frame = makeFrameOf({ ...image, format: 'I420A', layout: [...image.layout, alpha] });
    expect(cropToGray(await copy(frame), square)).toEqual(cropToGray(viewYuv(image), square));
  });

  test('takes the bytes of R, G, B and A from where the browser has put them', async () => {
    const frame = makeFrame({
      format: 'RGBA',
      visibleRect: { x: 0, y: 0, width: 1, height: 2 } as DOMRectReadOnly,
      colorSpace: { matrix: 'rgb', fullRange: true },
      allocationSize: () => 13,
      copyTo: (destination) => {
        destination.set([0, 77, 77, 77, 255, 0, 0, 0, 0, 77, 77, 77, 255]);
        return Promise.resolve([{ offset: 1, stride: 8 }]);
      },
    });
    expect(new Set(cropToGray(await copy(frame), { x: 0, y: 0, side: 2 }))).toEqual(new Set([77]));
  });

  test.each([
    ...['I420', 'I420A', 'I422', 'I444', 'NV12'].map((format) => [format, 1] as const),
    ...['RGBA', 'RGBX', 'BGRA', 'BGRX'].map((format) => [format, 2] as const),
  ])('refuses %s of planes that are not its own: %i', async (format, count) => {
    const layout = Array.from({ length: count }, () => ({ offset: 0, stride: 24 }));
    const frame = makeFrame({ format, allocationSize: () => 96, copyTo: () => Promise.resolve(layout) });
    await expect(copyPlanes(frame)).rejects.toThrow(/planes?, not/);
  });

  test('leaves the frame open', async () => {
    const frame = makeFrame();
    await copy(frame);
    expect(frame.close).not.toHaveBeenCalled();
  });

  test('uses its memory again, and more of it for a larger frame', async () => {
    const small = await copy(makeFrame());
    const large = await copy(makeFrameOf(encodeYuv(drawWaves(400, 300), 'I420', 'bt709', true)));
    expect(large.planes[0].data.length).toBeGreaterThan(small.planes[0].data.length);
    expect((await copy(makeFrame())).planes[0].data).toBe(large.planes[0].data);
  });
});
