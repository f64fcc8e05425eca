/** The networks that ship, each in its own folder: a small one for every machine, a better one for those that keep up. */
export const MODEL_NAMES = ['fast', 'accurate'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** Where a network lies below the folder that the page is served from, with a trailing slash. */
export function pathOfModel(name: ModelName): string {
  return `models/expression/${name}/`;
}
