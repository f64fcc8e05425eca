import type { FaceSource, InsideState } from '../../session/inside-session.ts';

/** The face that all chapters look at; reactive. */
export interface FaceFeed {
  /** The face to look at: 48x48 gray bytes, a new array for each new picture. Null while there is none. */
  readonly crop: Uint8Array<ArrayBuffer> | null;
  /** Where that face is from; another source that was chosen may not have one yet. */
  readonly source: FaceSource;
  /** The camera's face is held as it is. */
  readonly frozen: boolean;
}

/**
 * The face of a visit. Whoever looks at it hears of another face, not of all else that changes meanwhile.
 *
 * @param read the visit's state, reactive
 */
export function createFaceFeed(read: () => InsideState): FaceFeed {
  const crop = $derived(read().crop);
  const source = $derived(read().cropSource);
  const frozen = $derived.by(() => {
    const { live } = read();
    return live.status === 'running' && live.paused;
  });
  return {
    get crop() {
      return crop;
    },
    get source() {
      return source;
    },
    get frozen() {
      return frozen;
    },
  };
}
