import { createContext } from 'svelte';
import type { LaboratoryClient } from '../../../lab/lab-client.ts';
import type { FaceFeed } from '../face/face-feed.svelte.ts';
import type { NetworkShelf } from './network-shelf.ts';

/** What all chapters work with. */
export interface Study {
  readonly lab: LaboratoryClient;
  readonly networks: NetworkShelf;
  readonly feed: FaceFeed;
}

export const [getStudy, setStudy] = createContext<Study>();
