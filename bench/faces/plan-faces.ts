import type { Box } from '../../src/core/box.ts';
import { FRAME_SIZE, placeView, STILL, type PlannedFrame } from '../frames/frame-plan.ts';
import type { MarkedPhoto } from './marked-photo.ts';

/** Heights in a frame at which single faces are shown, in pixels. */
export const FACE_HEIGHTS = [50, 80, 120, 160, 220, 300] as const;

/** A frame and where the faces on it are, in its own pixels. */
export interface MarkedFrame {
  readonly frame: PlannedFrame;
  readonly faces: readonly Box[];
  readonly photo: MarkedPhoto;
  /** The height at which a single face is shown; null: the whole photo is. */
  readonly height: number | null;
}

/** Width and height of a photo in pixels. */
export interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Every photo as a whole, and each photo of a single face again with the face in the middle, at each height.
 *
 * @param sizes of the photos, in their order
 */
export function planFaces(photos: readonly MarkedPhoto[], sizes: readonly PhotoSize[]): MarkedFrame[] {
  const whole = photos.map((photo, i) => {
    const { width, height } = sizes[i] as PhotoSize;
    return showPhoto(photo, { x: 0, y: 0, width, height }, null);
  });
  const single = photos.filter(({ faces }) => faces.length === 1);
  const scaled = FACE_HEIGHTS.flatMap((height) =>
    single.map((photo) => showPhoto(photo, surround(photo.faces[0] as Box, height), height)),
  );
  return [...whole, ...scaled];
}

function showPhoto(photo: MarkedPhoto, region: Box, height: number | null): MarkedFrame {
  const source = {
    scene: height === null ? 'photos' : `${height} px`,
    kind: 'picture',
    path: photo.path,
    region,
  } as const;
  const view = placeView(region, STILL);
  const scale = FRAME_SIZE.width / view.width;
  const faces = photo.faces.map((face) => ({
    x: (face.x - view.x) * scale,
    y: (face.y - view.y) * scale,
    width: face.width * scale,
    height: face.height * scale,
  }));
  return { frame: { source, position: 0, motion: STILL, seconds: 0 }, faces, photo, height };
}

/** The part of a photo that shows a face in the middle of a frame at this height; it may reach past the photo. */
function surround(face: Box, height: number): Box {
  const scale = face.height / height;
  const [width, fullHeight] = [FRAME_SIZE.width * scale, FRAME_SIZE.height * scale];
  return {
    x: face.x + face.width / 2 - width / 2,
    y: face.y + face.height / 2 - fullHeight / 2,
    width,
    height: fullHeight,
  };
}
