import type { CropGeometry } from '../../src/core/face-crop.ts';
import type { Normalisation } from '../../src/core/preprocess.ts';

/** Gray bytes 0..255 become -2..2: what the network is trained on, and what its manifest tells the page to do. */
export const NORMALISATION: Normalisation = { mean: 127.5, std: 63.75 };

/**
 * How FER2013 cut its faces, relative to the box of the page's detector (its refinement, see `src/engine/detector/find-faces.ts`).
 * Between two measurements: the median box that the detector finds on PublicTest's own pictures gives scale 0.97,
 * offsets 0.027 and -0.078; placing the eyes and mouths of 149 faces in ordinary photographs where FER2013 has them
 * gives scale 0.98, offsets 0.025 and -0.15.
 */
export const CROP_GEOMETRY: CropGeometry = { scale: 1, offsetX: 0.025, offsetY: -0.11 };
