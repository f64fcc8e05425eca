/** Longer side of the largest picture that the engine gets, in pixels. */
const MAX_SIDE = 2048;

/** Pictures with more pixels than this are refused: decoding one takes half a gigabyte. */
export const MAX_PIXELS = 120e6;

/** Why a file cannot be read as a photo. */
export type PhotoErrorCode = 'unreadable-file' | 'too-large';

/** Thrown by `openPhoto`. `detail` says what was wrong, for the technically minded. */
export class PhotoError extends Error {
  readonly code: PhotoErrorCode;
  readonly detail: string;

  constructor(code: PhotoErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'PhotoError';
    this.code = code;
    this.detail = detail;
  }
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A photo, upright, bounded to `MAX_SIDE`. Whoever opened it releases it. */
export interface Photo {
  /** Size of the file's picture, turned upright by its EXIF orientation. */
  readonly original: Size;
  /** The picture for the engine: the original, or smaller. Detached once it was transferred. */
  readonly bitmap: ImageBitmap;
  /** The same picture for `<img>`. */
  readonly previewUrl: string;
  /** Frees the bitmap and the preview. May be called more than once. */
  release(): void;
}

/**
 * What a file picker should offer, for the `accept` attribute of an input.
 *
 * Chromium on Android 14 and newer opens the photo picker of the system for an input that takes pictures only, and that
 * one cannot take a photo. A type that is no picture's brings back the chooser with the camera; this one is what others
 * write too, and no file has it (crbug.com/40937303). Browsers that have no such trouble are left alone.
 *
 * @param userAgent `navigator.userAgent`
 */
export function listPickerTypes(userAgent: string): string {
  return /Android.*Chrome\//.test(userAgent) ? 'image/*,android/allowCamera' : 'image/*';
}

/**
 * Opens a picture file. Its size is looked at before it is decoded, so a huge picture costs nothing but a refusal,
 * and no more than one full-size decode is ever alive. Small pictures keep their size.
 *
 * @throws PhotoError
 */
export async function openPhoto(file: Blob): Promise<Photo> {
  const fileUrl = URL.createObjectURL(file);
  try {
    const original = await measurePicture(fileUrl);
    if (original.width * original.height > MAX_PIXELS) {
      throw new PhotoError('too-large', `${original.width} x ${original.height} pixels`);
    }
    const size = fitSize(original, MAX_SIDE);
    const shrunk = size.width !== original.width || size.height !== original.height;
    const bitmap = await decodePicture(file, shrunk ? size : null);
    // A shrunk copy for the page, so that the browser never has to keep the full-size picture for show.
    const previewUrl = shrunk ? URL.createObjectURL(await encodePreview(bitmap)) : fileUrl;
    if (shrunk) URL.revokeObjectURL(fileUrl);
    return {
      original,
      bitmap,
      previewUrl,
      release: () => {
        bitmap.close();
        URL.revokeObjectURL(previewUrl);
      },
    };
  } catch (error) {
    URL.revokeObjectURL(fileUrl);
    throw error instanceof PhotoError ? error : new PhotoError('unreadable-file', String(error));
  }
}

/** The picture, or a smaller copy in its place where it is too large for the engine. The picture is handed over. */
export async function boundPicture(picture: ImageBitmap): Promise<ImageBitmap> {
  const size = fitSize(picture, MAX_SIDE);
  if (size.width === picture.width && size.height === picture.height) return picture;
  try {
    return await createImageBitmap(picture, resizeTo(size));
  } finally {
    picture.close();
  }
}

/** The largest size of the same shape whose longer side is at most `maxSide`; never larger than the original. */
export function fitSize({ width, height }: Size, maxSide: number): Size {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Reads the size from the file's header: `<img>` decodes only when it is drawn. */
async function measurePicture(url: string): Promise<Size> {
  const image = new Image();
  await new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new PhotoError('unreadable-file', 'the browser knows no picture format like this'));
    image.src = url;
  });
  return { width: image.naturalWidth, height: image.naturalHeight };
}

/** Decodes strictly: truncated files and SVG, which `<img>` would show, are refused. */
function decodePicture(file: Blob, size: Size | null): Promise<ImageBitmap> {
  return createImageBitmap(file, { imageOrientation: 'from-image', ...(size && resizeTo(size)) });
}

function resizeTo({ width, height }: Size): ImageBitmapOptions {
  return { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' };
}

async function encodePreview(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new PhotoError('unreadable-file', 'no canvas to draw the picture on');
  context.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}
