import type { Box } from '../../src/core/box.ts';

/** What every pipeline is given: the size of a usual webcam's frame, in pixels. */
export const FRAME_SIZE = { width: 640, height: 480 } as const;

/** A picture or clip that becomes a sequence of frames. */
export interface FrameSource {
  /** Figures are reported for each scene, too. */
  readonly scene: string;
  readonly kind: 'picture' | 'clip';
  /** Path below the folder of frames, with slashes. */
  readonly path: string;
  /** Part of a picture that is shown, in its pixels; null: all of it. */
  readonly region: Box | null;
}

/** How a camera in a hand has moved: shifts in shares of what it sees, and a factor. */
export interface CameraMotion {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** A camera that stands. */
export const STILL: CameraMotion = { x: 0, y: 0, zoom: 1 };

/** One frame of the run. */
export interface PlannedFrame {
  readonly source: FrameSource;
  /** Place in its sequence, from 0. */
  readonly position: number;
  readonly motion: CameraMotion;
  /** Where in a clip it is taken, in seconds; clips that are over begin again. */
  readonly seconds: number;
}

/** Between two frames that are taken from a clip; clips at 25 pictures a second give every second one. */
const SECONDS_A_FRAME = 0.08;

/**
 * The frames of a run: each source becomes a sequence, as equally long as it goes.
 *
 * @param count frames in all; sources past this number get none
 */
export function planFrames(sources: readonly FrameSource[], count: number): PlannedFrame[] {
  return sources.flatMap((source, index) => {
    const length = Math.floor(count / sources.length) + (index < count % sources.length ? 1 : 0);
    return Array.from({ length }, (_, position) => ({
      source,
      position,
      motion: moveCamera(position),
      seconds: position * SECONDS_A_FRAME,
    }));
  });
}

/** A slow sway and zoom; no frame is the same as the last. */
function moveCamera(position: number): CameraMotion {
  const swing = (period: number) => Math.sin((2 * Math.PI * position) / period);
  return { x: 0.02 * swing(25), y: 0.015 * swing(17), zoom: 1 + 0.04 * swing(40) };
}

/**
 * The part of a picture that a frame shows, in the picture's pixels. It has the shape of a frame and may reach past the
 * picture's edges.
 *
 * @param region what must be seen while the camera does not move
 */
export function placeView(region: Box, { x, y, zoom }: CameraMotion): Box {
  const { width: frameWidth, height: frameHeight } = FRAME_SIZE;
  const scale = Math.max(region.width / frameWidth, region.height / frameHeight) / zoom;
  const [width, height] = [frameWidth * scale, frameHeight * scale];
  return {
    x: region.x + region.width / 2 - width / 2 + x * width,
    y: region.y + region.height / 2 - height / 2 + y * height,
    width,
    height,
  };
}

/**
 * The order in which the pipelines take their turns, anew for each frame, so that what disturbs the machine hits all
 * alike (Fisher and Yates).
 *
 * @param random uniform in [0, 1)
 */
export function drawOrder<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
