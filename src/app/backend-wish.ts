import { BACKENDS, type BackendName } from '../engine/protocol.ts';

/** What the page's address says about the backend. */
export interface BackendWish {
  /** The one to force, or null for the best one. */
  readonly forced: BackendName | null;
  /** What was asked for, where no backend is called so. */
  readonly unknown: string | null;
}

/** Reads `?backend=webgpu|webgl|wasm` from the query part of an address. */
export function parseBackendWish(query: string): BackendWish {
  const asked = new URLSearchParams(query).get('backend');
  const forced = BACKENDS.find((name) => name === asked) ?? null;
  return { forced, unknown: forced === null && asked ? asked : null };
}
