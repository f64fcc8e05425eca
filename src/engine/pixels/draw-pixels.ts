import { viewRgba, type Picture } from '../../core/picture.ts';
import { EngineError } from '../link/engine-error.ts';

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
