import { vi, type Mock } from 'vitest';
import type { YuvImage } from '../../src/core/yuv-picture.ts';

/** What a test says of a frame; it is 6x4 pixels of I420 unless told otherwise. */
export type FrameTraits = Partial<Omit<VideoFrame, 'copyTo' | 'format' | 'colorSpace'>> & {
  readonly format?: string | null;
  readonly colorSpace?: Partial<Record<'matrix' | 'primaries' | 'transfer', string | null>> & {
    readonly fullRange?: boolean | null;
  };
  readonly rotation?: number;
  readonly flip?: boolean;
  readonly copyTo?: (destination: Uint8Array) => Promise<PlaneLayout[]>;
};

type MadeUpFrame = Omit<VideoFrame, 'close'> & { readonly close: Mock<() => void> };

/** What the code under test needs of a video frame: Node has none. */
export function makeFrame({ colorSpace, visibleRect, ...traits }: FrameTraits = {}): MadeUpFrame {
  const rect = visibleRect === undefined ? { x: 2, y: 2, width: 6, height: 4 } : visibleRect;
  const frame = {
    format: 'I420',
    visibleRect: rect,
    displayWidth: rect?.width ?? 6,
    displayHeight: rect?.height ?? 4,
    colorSpace: { matrix: null, primaries: null, transfer: null, fullRange: null, ...colorSpace },
    allocationSize: () => 36,
    copyTo: (destination: Uint8Array) => {
      destination.fill(128, 0, 36);
      return Promise.resolve([
        { offset: 0, stride: 6 },
        { offset: 24, stride: 3 },
        { offset: 30, stride: 3 },
      ]);
    },
    close: vi.fn(),
    ...traits,
  };
  return frame as unknown as MadeUpFrame;
}

/** A frame that holds an encoded picture; it says what its bytes mean unless told otherwise. */
export function makeFrameOf(
  { data, width, height, format, layout, matrix, fullRange }: YuvImage,
  colorSpace: FrameTraits['colorSpace'] = { matrix, fullRange },
): VideoFrame {
  return makeFrame({
    format,
    visibleRect: { x: 0, y: 0, width, height } as DOMRectReadOnly,
    colorSpace,
    allocationSize: () => data.length,
    copyTo: (destination) => {
      destination.set(data);
      return Promise.resolve([...layout]);
    },
  });
}
