import * as v from 'valibot';
import { collectOutsideNetworks, foundationsSchema, type Foundations } from '../../core/foundations.ts';
import type { ModelManifest } from '../../core/model-manifest.ts';

const NONE: Foundations = { startFrom: null, teachers: [] };

/** The files of networks by which this one knows of faces beyond its data. */
export function listOutsideNetworks({ training }: ModelManifest): readonly string[] {
  return collectOutsideNetworks(readFoundations(training.config));
}

/** SHA-256 of the weights that the training began with; null where they were random. */
export function findStart({ training }: ModelManifest): string | null {
  return readFoundations(training.config).startFrom?.weightsSha256 ?? null;
}

/** None, where the settings tell of them in a way that this page does not know: its card still has them in full. */
function readFoundations(config: ModelManifest['training']['config']): Foundations {
  const result = v.safeParse(foundationsSchema, config);
  return result.success ? result.output : NONE;
}
