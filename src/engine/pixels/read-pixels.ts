import { type Picture, viewRgba } from '../../core/picture.ts';
import { copyPlanes } from './copy-planes.ts';
import { describeError, EngineError } from '../link/engine-error.ts';

/**
 * Takes the pixels out of a frame or picture, as they are shown (cropped and scaled as a video's metadata say), and
 * closes it.
 *
 * @returns a picture that is valid until the next call: its memory is used again
 * @throws EngineError 'unreadable-frame' if it has no size or is already closed
 */
export async function readPixels(frame: VideoFrame | ImageBitmap): Promise<Picture> {
  try {
    const isBitmap = frame instanceof ImageBitmap;
    const [width, height] = isBitmap ? [frame.width, frame.height] : [frame.displayWidth, frame.displayHeight];
    if (!(width > 0 && height > 0)) throw new EngineError('unreadable-frame', `the frame is ${width}x${height}`);
    // A frame whose bytes the browser keeps to itself (on a GPU, say) can still be drawn.
    const copied = isBitmap ? null : await copyPlanes(frame).catch(() => null);
    return copied ?? drawPixels(frame, width, height);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError('unreadable-frame', describeError(error), { cause: error });
  } finally {
    frame.close();
  }
}

/** Reused from frame to frame: reading back is cheap from a canvas that lives in main memory. */
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

/**
 * Draws a frame or picture as it is shown (cropped and scaled as a video's metadata say) and reads the pixels back.
 * It stays open.
 *
 * @throws EngineError 'internal' if there is no canvas
 * @throws DOMException if it is closed or cannot be drawn
 */
export function drawPixels(frame: VideoFrame | ImageBitmap, width: number, height: number): Picture {
  if (!context) throw new EngineError('internal', 'the browser gave no 2D canvas');
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  // Not painted over the last frame, which would show through transparent pictures.
  context.globalCompositeOperation = 'copy';
  context.drawImage(frame, 0, 0, width, height);
  return viewRgba(context.getImageData(0, 0, width, height));
}
