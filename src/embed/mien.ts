import { MienCameraElement } from './mien-camera.svelte.ts';

export { PRIORS, type PriorName } from '../core/decision-rule.ts';
export { EXPRESSIONS, type Expression } from '../core/expressions.ts';
export { MienCameraElement, type MienCameraEventMap } from './mien-camera.svelte.ts';
export { MienError } from './mien-error.ts';
export { openMien, type Mien, type MienOptions } from './open-mien.ts';
export type { CameraReading, CameraState, MienFace, MienReading } from './reading.ts';

// A page may load two copies of this program: the first one serves both.
if (!customElements.get('mien-camera')) customElements.define('mien-camera', MienCameraElement);
