import type { Expression } from '../../core/expressions.ts';

/** A reading has to hold for so long before it is worth a word. */
const STABLE_AFTER_MS = 1000;

/** Between two announcements; a screen reader needs about so long to say one. */
const MIN_INTERVAL_MS = 3000;

/**
 * Picks out of the readings of a video what a screen reader should say: not each of many a second, but a new state once
 * it has become stable, and never more often than can be listened to.
 */
export class ReadingAnnouncer {
  #candidate: string | null = null;
  #candidateSinceMs = 0;
  #announced: string | null = null;
  #announcedAtMs = -Infinity;

  /**
   * Takes note of a reading.
   *
   * @param expressions the leading ones, one a face; none: nobody is in view
   * @param nowMs of a clock that only goes forward
   * @returns whether this is to be announced now
   */
  offer(expressions: readonly Expression[], nowMs: number): boolean {
    // Who of several shows what is left to the cards: faces that change places are no news.
    const candidate = expressions.toSorted().join();
    if (candidate !== this.#candidate) {
      this.#candidate = candidate;
      this.#candidateSinceMs = nowMs;
    }
    if (candidate === this.#announced) return false;
    if (nowMs - this.#candidateSinceMs < STABLE_AFTER_MS || nowMs - this.#announcedAtMs < MIN_INTERVAL_MS) return false;
    this.#announced = candidate;
    this.#announcedAtMs = nowMs;
    return true;
  }
}
