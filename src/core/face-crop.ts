import type { Box } from './box.ts';

/** A square region in pixels of a picture; it may reach past the picture's edges. */
export interface SquareCrop {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/**
 * How a detector's box becomes the square that the classifier reads. All values are relative to the box: the
 * square's side is `scale * sqrt(width * height)`, its centre is the box's centre moved by `offsetX * width` and
 * `offsetY * height`.
 */
export interface CropGeometry {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * The square around a face that the classifier is to see.
 *
 * @param face the detector's box, in pixels
 * @param geometry from the model's manifest
 */
export function cropFace(face: Box, geometry: CropGeometry): SquareCrop {
  const side = geometry.scale * Math.sqrt(face.width * face.height);
  const centreX = face.x + face.width * (0.5 + geometry.offsetX);
  const centreY = face.y + face.height * (0.5 + geometry.offsetY);
  return { x: centreX - side / 2, y: centreY - side / 2, side };
}
