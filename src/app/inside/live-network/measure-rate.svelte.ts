/** Results older than this are forgotten. */
const WINDOW_MS = 2000;
/** Fewer in that time are no film, but a face that was changed. */
const LEAST_RESULTS = 6;

/**
 * How many results a second come, over the last two seconds; 0 where too few do. To be called while a component is made.
 *
 * @param read the newest result, reactive
 */
export function measureRate(read: () => unknown): { readonly value: number } {
  let value = $state(0);
  let times: number[] = [];
  $effect(() => {
    if (read() === null) return;
    const now = performance.now();
    times = [...times.filter((time) => now - time < WINDOW_MS), now];
    const [first = now] = times;
    value = times.length < LEAST_RESULTS ? 0 : (1000 * (times.length - 1)) / (now - first);
    const timer = setTimeout(() => (value = 0), WINDOW_MS);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
