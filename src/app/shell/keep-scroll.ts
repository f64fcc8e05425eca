/** Content that has not come after this time is not waited for any longer. */
const PATIENCE_MS = 5000;

/**
 * Keeps how far down each entry of the history was scrolled, and goes there again on the way back or after a reload, once the
 * content is long enough: what a place shows may come late, and the browser's own memory gives up by then.
 */
export function keepScroll(): void {
  history.scrollRestoration = 'manual';
  let restoring = new AbortController();
  // Not under way to where the page was: that would forget it.
  addEventListener('scrollend', () => {
    if (restoring.signal.aborted) history.replaceState({ scrolledTo: scrollY }, '');
  });
  const restore = () => {
    restoring.abort();
    restoring = scrollWhenLongEnough(readScroll(history.state));
  };
  addEventListener('popstate', restore);
  restore();
}

/** Pixels from the top that were kept in an entry of the history; 0 where nothing was. */
function readScroll(state: unknown): number {
  const kept = typeof state === 'object' && state !== null && 'scrolledTo' in state ? state.scrolledTo : 0;
  return typeof kept === 'number' ? kept : 0;
}

/** Scrolls down as the page grows. It ends there, after a while, or when the visitor wants to be elsewhere. */
function scrollWhenLongEnough(target: number): AbortController {
  const ending = new AbortController();
  const { signal } = ending;
  const scroll = () => {
    scrollTo({ top: target, behavior: 'instant' });
    if (scrollY >= Math.floor(target)) ending.abort();
  };
  const growth = new ResizeObserver(scroll);
  growth.observe(document.body);
  const timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  for (const event of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    addEventListener(event, () => ending.abort(), { signal, passive: true });
  }
  signal.addEventListener('abort', () => {
    growth.disconnect();
    clearTimeout(timer);
  });
  return ending;
}
