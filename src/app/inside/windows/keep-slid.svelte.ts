import type { LaboratoryClient, ShapedMap, SlidingWindow } from '../../../lab/lab-client.ts';
import { keepComputed, type Computed } from '../study/keep-computed.svelte.ts';

/** A window that moves over a map. */
export interface Sliding {
  readonly map: ShapedMap;
  readonly window: SlidingWindow;
}

/** What it gave. */
export interface Slid extends Sliding {
  /** Null where it fits nowhere. */
  readonly output: ShapedMap | null;
}

/** Keeps up to date what a window gives; see `keepComputed`. */
export function keepSlid(lab: LaboratoryClient, read: () => Sliding | null): Computed<Slid> {
  return keepComputed(read, async ({ map, window }) => ({
    ...{ map, window },
    output: await lab.ask((far) => far.slide(map, window)),
  }));
}
