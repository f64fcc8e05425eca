import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { viewRgba } from '../../../src/core/picture.ts';
import { makeFrame } from '../made-up-frame.ts';

const drawPixels = vi.hoisted(() => vi.fn());
vi.mock('../../../src/engine/pixels/draw-pixels.ts', () => ({ drawPixels }));
class FakeBitmap {
  readonly width = 3;
  readonly height = 2;
  readonly close = vi.fn();
}
vi.stubGlobal('ImageBitmap', FakeBitmap);
afterAll(() => vi.unstubAllGlobals());

const { readPixels } = await import('../../../src/engine/pixels/read-pixels.ts');

const drawn = viewRgba({ data: new Uint8Array(24), width: 3, height: 2 });
beforeEach(() => {
  drawPixels.mockReset().mockReturnValue(drawn);
});

test('copies a frame whose planes can be read, and closes it', async () => {
  const frame = makeFrame();
  expect(await readPixels(frame)).toMatchObject({ width: 6, height: 4 });
  expect(drawPixels).not.toHaveBeenCalled();
  expect(frame.close).toHaveBeenCalledOnce();
});

test('draws a frame as it is shown where its planes do not show that, and closes it', async () => {
  const frame = makeFrame({ displayWidth: 12 });
  expect(await readPixels(frame)).toBe(drawn);
  expect(drawPixels).toHaveBeenCalledWith(frame, 12, 4);
  expect(frame.close).toHaveBeenCalledOnce();
});

test('draws a frame whose bytes the browser does not give', async () => {
  const frame = makeFrame({ copyTo: () => Promise.reject(new Error('it is on the GPU')) });
  expect(await readPixels(frame)).toBe(drawn);
  expect(frame.close).toHaveBeenCalledOnce();
});

test('draws a bitmap', async () => {
  const bitmap = new FakeBitmap();
  expect(await readPixels(bitmap as unknown as ImageBitmap)).toBe(drawn);
  expect(drawPixels).toHaveBeenCalledWith(bitmap, 3, 2);
  expect(bitmap.close).toHaveBeenCalledOnce();
});

test('says of a closed frame that it has no size', async () => {
  const frame = makeFrame({ format: null, visibleRect: null, displayWidth: 0, displayHeight: 0 });
  await expect(readPixels(frame)).rejects.toMatchObject({ code: 'unreadable-frame', detail: 'the frame is 0x0' });
  expect(frame.close).toHaveBeenCalledOnce();
});

test('says of a frame that cannot be drawn what the browser says, and closes it', async () => {
  const frame = makeFrame({ format: null });
  drawPixels.mockImplementation(() => {
    throw new Error('it is broken');
  });
  const error: unknown = await readPixels(frame).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'unreadable-frame', detail: 'it is broken' });
  expect(frame.close).toHaveBeenCalledOnce();
});
