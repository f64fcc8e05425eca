import type { Picture } from '../../core/picture.ts';
import { copyPlanes } from './copy-planes.ts';
import { drawPixels } from './draw-pixels.ts';
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
