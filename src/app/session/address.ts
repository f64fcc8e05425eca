import type { PriorName } from '../../core/decision-rule.ts';
import type { BackendName } from '../../engine/link/protocol.ts';
import type { ModelWish } from '../engine-lifecycle/model-choice.ts';

/** The places of the page, by what the fragment of their addresses says. The device check is a document of its own. */
export const PLACES = ['start', 'live', 'photos', 'inside', 'about'] as const;
export type Place = (typeof PLACES)[number];

/** What of the page's state stands in its address: whoever gets the address sees the same. */
export interface AddressState {
  readonly prior: PriorName;
  readonly modelWish: ModelWish;
}

/** Between a place and what of it an address means: `#inside/edges`. */
export const PLACE_SEPARATOR = '/';

/** The place that a fragment like `#live` names, whatever of it is meant; the start for one that names none. */
export function parsePlace(fragment: string): Place {
  const [name] = fragment.split(/[/?]/);
  return PLACES.find((place) => name === `#${place}`) ?? 'start';
}

/** The fragment that names a place; none for the start. */
export function writePlace(place: Place): string {
  return place === 'start' ? '' : `#${place}`;
}

/**
 * The query of an address that asks for a backend.
 *
 * @param query of the address until now
 * @param backend null: for none
 */
export function writeBackendQuery(query: string, backend: BackendName | null): string {
  const parameters = new URLSearchParams(query);
  if (backend === null) parameters.delete('backend');
  else parameters.set('backend', backend);
  return writeParameters(parameters);
}

/**
 * The query of an address with the page's state in it. What is not said means the usual, and what else the query says (a
 * forced backend, say) stays.
 *
 * @param query of the address until now, with or without its question mark
 */
export function writeQuery(query: string, { prior, modelWish }: AddressState): string {
  const parameters = new URLSearchParams(query);
  const write = (name: string, value: string, usual: string) =>
    value === usual ? parameters.delete(name) : parameters.set(name, value);
  write('model', modelWish, 'auto');
  write('prior', prior, 'everyday');
  return writeParameters(parameters);
}

function writeParameters(parameters: URLSearchParams): string {
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
