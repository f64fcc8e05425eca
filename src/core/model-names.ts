/** The networks that read faces, each in its own folder: a small one for every machine, a better one for those that keep up. */
export const MODEL_NAMES = ['fast', 'accurate'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** The networks before them, in the order of their invention. They come with the page to be looked into. */
export const HISTORIC_NAMES = ['perceptron', 'mlp', 'lenet5'] as const;
export type HistoricName = (typeof HISTORIC_NAMES)[number];

/** A network that comes with the page. */
export type ShippedName = ModelName | HistoricName;

/** Where a network lies below the folder that the page is served from, with a trailing slash. */
export function pathOfModel(name: ShippedName): string {
  return `models/expression/${name}/`;
}
