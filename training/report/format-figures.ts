/** Keeps a figure and its unit on one line. */
const SPACE = '\u00a0';

/** 0.8765 -> "88 %"; what is not quite everything or nothing does not round to it: ">99 %", "<1 %". */
export function formatShare(share: number): string {
  const percent = Math.round(100 * share);
  if (percent === 100 && share < 1) return `>99${SPACE}%`;
  if (percent === 0 && share > 0) return `<1${SPACE}%`;
  return `${percent}${SPACE}%`;
}

/** 26671 -> "26,671" */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** "45 s", "12 min", "3 h 5 min" */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
