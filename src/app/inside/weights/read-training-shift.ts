import * as v from 'valibot';
import type { ModelManifest } from '../../../core/model-manifest.ts';

const configSchema = v.object({ augment: v.object({ shift: v.number() }) });

/** By up to how many pixels a network's training moved its faces; null where its manifest does not say. */
export function readTrainingShift({ training }: ModelManifest): number | null {
  return v.is(configSchema, training.config) ? training.config.augment.shift : null;
}
