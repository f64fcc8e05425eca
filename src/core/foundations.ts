import * as v from 'valibot';
import { sha256 } from './model-manifest.ts';

/** A model that a training builds on: one to begin with, or one to learn from. */
export interface ModelReference {
  /** To which `npm run export` wrote it; or the JSON file of a graph model, see `isGraphModelFile`. */
  readonly folder: string;
  /** SHA-256 of the weights that it held when the run began, hexadecimal. */
  readonly weightsSha256: string;
  /** Of a model that never shipped: the commands that make one like it. */
  readonly madeBy?: readonly string[];
  /** Files of networks that had seen faces beyond the data and that it has learnt from, see `listOutsideNetworks`. */
  readonly outsideNetworks?: readonly string[];
}

/** The models that a training builds on. */
export interface Foundations {
  readonly startFrom: ModelReference | null;
  readonly teachers: readonly ModelReference[];
}

const referenceSchema = v.strictObject({
  folder: v.string(),
  weightsSha256: sha256,
  madeBy: v.exactOptional(v.array(v.string())),
  outsideNetworks: v.exactOptional(v.array(v.string())),
} satisfies Record<keyof ModelReference, v.GenericSchema>);

/**
 * The models that a training builds on, among settings that are not looked at. Where nothing is said of them there were
 * none: so it was before there were teachers and warm starts.
 */
export const foundationsSchema = v.object({
  startFrom: v.optional(v.nullable(referenceSchema), null),
  teachers: v.optional(v.array(referenceSchema), []),
} satisfies Record<keyof Foundations, v.GenericSchema>);

/** Whether what `ModelReference.folder` names is the file of a graph model. */
export function isGraphModelFile(folder: string): boolean {
  return folder.endsWith('.json');
}

/** The models that a training builds on, its start first, each once. */
export function collectFoundations({ startFrom, teachers }: Foundations): readonly ModelReference[] {
  const models = [...(startFrom ? [startFrom] : []), ...teachers];
  return [...new Map(models.map((model) => [model.folder, model])).values()];
}

/**
 * The graph models by which a training knows of faces beyond its data: its start, or what its start and its teachers have
 * learnt from in turn. Each once.
 */
export function collectOutsideNetworks(foundations: Foundations): readonly string[] {
  const files = collectFoundations(foundations).flatMap(({ folder, outsideNetworks = [] }) =>
    isGraphModelFile(folder) ? [folder] : outsideNetworks,
  );
  return [...new Set(files)];
}
