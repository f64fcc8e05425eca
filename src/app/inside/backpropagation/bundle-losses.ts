/** Some steps in a row: the least and the greatest of their losses. */
export interface LossBundle {
  /** The middle of its steps. */
  readonly step: number;
  readonly least: number;
  readonly greatest: number;
}

/**
 * Bundles losses so that they fit a curve of so many points: what swings between two steps is still seen.
 *
 * @param most bundles
 */
export function bundleLosses(losses: readonly number[], most: number): readonly LossBundle[] {
  const size = Math.max(1, Math.ceil(losses.length / most));
  const bundles: LossBundle[] = [];
  for (let from = 0; from < losses.length; from += size) {
    const part = losses.slice(from, from + size);
    bundles.push({ step: from + (part.length - 1) / 2, least: Math.min(...part), greatest: Math.max(...part) });
  }
  return bundles;
}
