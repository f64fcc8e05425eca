import { makePartLoader } from './load-part.ts';

/** The views of the places beyond the start, each of which is loaded when its place opens. */
export const PLACE_VIEWS = {
  live: makePartLoader(() => import('./live/LiveView.svelte')),
  photos: makePartLoader(() => import('./photo/PhotoView.svelte')),
  inside: makePartLoader(() => import('./inside/InsideView.svelte')),
  about: makePartLoader(() => import('./about/AboutView.svelte')),
} as const;

/**
 * Loads what visitors may need next, so that it opens at once, and without a network too: first what most of them do. What
 * cannot be loaded is asked for again when its place opens, which says so.
 */
export async function loadViewsAhead(): Promise<void> {
  await Promise.allSettled([PLACE_VIEWS.live(), PLACE_VIEWS.photos()]);
  await Promise.allSettled([PLACE_VIEWS.inside(), PLACE_VIEWS.about()]);
}
