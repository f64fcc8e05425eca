import { viewRgba, type Picture } from '../core/picture.ts';
import { describeError, EngineError } from './engine-error.ts';

/** Reused from frame to frame: reading back is cheap from a canvas that lives in main memory. */
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

/**
 * Takes the pixels out of a frame or picture, as they are shown (cropped and scaled as a video's metadata say), and
 * closes it.
 *
 * @throws EngineError 'unreadable-frame' if it has no size or is already closed
 */
// eslint-disable-next-line @typescript-eslint/require-await
export async function readPixels(frame: VideoFrame | ImageBitmap): Promise<Picture> {
  try {
    const [width, height] =
      frame instanceof ImageBitmap ? [frame.width, frame.height] : [frame.displayWidth, frame.displayHeight];
    if (!(width > 0 && height > 0)) throw new EngineError('unreadable-frame', `the frame is ${width}x${height}`);
    if (!context) throw new EngineError('internal', 'the browser gave no 2D canvas');
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    // Not painted over the last frame, which would show through transparent pictures.
    context.globalCompositeOperation = 'copy';
    context.drawImage(frame, 0, 0, width, height);
    return viewRgba(context.getImageData(0, 0, width, height));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError('unreadable-frame', describeError(error), { cause: error });
  } finally {
    frame.close();
  }
}
