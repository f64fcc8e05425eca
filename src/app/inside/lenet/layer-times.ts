/** So many readings a median is of; of more, the newest. */
export const LARGEST_ROUNDS = 31;

/** How long a network's layers take: medians over its last readings. */
export class LayerTimes {
  readonly #rounds: ReadonlyMap<string, number>[] = [];

  /** Takes in what one reading took. */
  add(layerMs: ReadonlyMap<string, number>): void {
    this.#rounds.push(layerMs);
    if (this.#rounds.length > LARGEST_ROUNDS) this.#rounds.shift();
  }

  /** Number of readings that count. */
  get rounds(): number {
    return this.#rounds.length;
  }

  /**
   * Median of the sum of some layers' times, in milliseconds; 0 before the first reading.
   *
   * @param names of the layers; all by default
   */
  findMedian(names?: readonly string[]): number {
    const sums = this.#rounds.map((layerMs) => {
      const times = names ? names.map((name) => layerMs.get(name) ?? 0) : [...layerMs.values()];
      return times.reduce((sum, ms) => sum + ms, 0);
    });
    sums.sort((a, b) => a - b);
    const middle = sums.length >> 1;
    return sums.length % 2 === 1 ? (sums[middle] ?? 0) : ((sums[middle - 1] ?? 0) + (sums[middle] ?? 0)) / 2;
  }
}
