import { viewBgra, viewRgba, type Picture } from '../../core/picture.ts';
import { viewYuv, type YuvFormat } from '../../core/yuv-picture.ts';

/** Reused from frame to frame: the largest that was needed so far. */
let buffer = new Uint8Array();

/**
 * Takes the bytes out of a video frame as they are stored, which costs far less than drawing it and reading back.
 * The frame stays open. The bytes are those of the last call: its picture is valid until the next.
 *
 * @returns null if the frame has to be drawn to see it as it is shown: it is scaled, turned or mirrored, or its format
 *   or colours are none of those that are read here
 * @throws DOMException if the browser does not give the bytes
 */
export async function copyPlanes(frame: VideoFrame): Promise<Picture | null> {
  const { visibleRect: rect, format } = frame;
  const view = format && VIEWS[format];
  if (!rect || !view || !isShownAsStored(frame, rect) || !hasScreenColours(frame.colorSpace)) return null;
  const byteCount = frame.allocationSize();
  if (buffer.length < byteCount) buffer = new Uint8Array(byteCount);
  const layout = await frame.copyTo(buffer);
  return view({ data: buffer, width: rect.width, height: rect.height, layout, colorSpace: frame.colorSpace });
}

/** What was copied. */
interface Copy {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly layout: readonly PlaneLayout[];
  readonly colorSpace: VideoColorSpace;
}

/** How the bytes of each format become a picture. */
const VIEWS: Readonly<Partial<Record<VideoPixelFormat, (copy: Copy) => Picture | null>>> = {
  I420: (copy) => viewCopy(copy, 'I420'),
  I420A: (copy) => viewCopy(copy, 'I420A'),
  I422: (copy) => viewCopy(copy, 'I422'),
  I444: (copy) => viewCopy(copy, 'I444'),
  NV12: (copy) => viewCopy(copy, 'NV12'),
  RGBA: viewRgba,
  RGBX: viewRgba,
  BGRA: viewBgra,
  BGRX: viewBgra,
};

/**
 * Frames of cameras often do not say what their colours mean. Chromium then takes them for Rec. 601 with luma in
 * 16..235 when it draws them, as do others at a camera's usual sizes.
 */
function viewCopy({ colorSpace, ...copy }: Copy, format: YuvFormat): Picture | null {
  const matrix = colorSpace.matrix ?? 'smpte170m';
  return matrix === 'rgb' ? null : viewYuv({ ...copy, format, matrix, fullRange: colorSpace.fullRange ?? false });
}

/** Newer browsers can turn and mirror frames; TypeScript's types do not know it yet. */
type TurnableFrame = VideoFrame & { readonly rotation?: number; readonly flip?: boolean };

function isShownAsStored(frame: TurnableFrame, rect: DOMRectReadOnly): boolean {
  const isScaled = frame.displayWidth !== rect.width || frame.displayHeight !== rect.height;
  return !isScaled && !frame.rotation && !frame.flip;
}

const SCREEN_PRIMARIES: readonly (string | null)[] = [null, 'bt709', 'bt470bg', 'smpte170m'];
const SCREEN_TRANSFERS: readonly (string | null)[] = [null, 'bt709', 'smpte170m', 'iec61966-2-1'];
const KNOWN_MATRICES: readonly (string | null)[] = [null, 'rgb', 'bt709', 'bt470bg', 'smpte170m'];

/** Whether R, G and B of a frame are those of a screen. Wide gamuts and high dynamic range have to be converted. */
function hasScreenColours({ primaries, transfer, matrix }: VideoColorSpace): boolean {
  return SCREEN_PRIMARIES.includes(primaries) && SCREEN_TRANSFERS.includes(transfer) && KNOWN_MATRICES.includes(matrix);
}
