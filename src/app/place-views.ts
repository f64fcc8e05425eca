/** The views of the places beyond the start, each of which is loaded when its place opens. */
export const PLACE_VIEWS = {
  live: () => import('./live/LiveView.svelte'),
  photos: () => import('./photo/PhotoView.svelte'),
  inside: () => import('./inside/InsideView.svelte'),
  about: () => import('./about/AboutView.svelte'),
} as const;

/**
 * Loads what most visitors need next, so that it opens at once, and without a network too. What cannot be loaded is asked
 * for again when its place opens, which says so.
 */
export function loadViewsAhead(): void {
  void Promise.allSettled([PLACE_VIEWS.live(), PLACE_VIEWS.photos()]);
}
