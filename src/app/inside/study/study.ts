import { createContext, type Snippet } from 'svelte';
import type { LaboratoryClient } from '../../../lab/lab-client.ts';
import type { FaceFeed } from '../face/face-feed.svelte.ts';
import type { NetworkShelf } from './network-shelf.ts';

/** What all chapters work with. */
export interface Study {
  readonly lab: LaboratoryClient;
  readonly networks: NetworkShelf;
  readonly feed: FaceFeed;
  /** Where the face comes from, for chapters that look at one in some of their parts only. */
  readonly faceSource: Snippet;
}

export const [getStudy, setStudy] = createContext<Study>();
