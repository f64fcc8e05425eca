/**
 * Paints pictures one after the other, each in a task of its own, so that the page answers in between. Where one is asked for
 * again before its turn, only the newest is painted.
 */
export class PaintQueue {
  readonly #jobs = new Map<unknown, () => void>();
  readonly #channel = new MessageChannel();
  #isUnderWay = false;

  constructor() {
    // Not a timer: nested ones are held up for 4 ms.
    this.#channel.port1.onmessage = () => this.#paintNext();
  }

  /** @param picture by which it is known */
  ask(picture: unknown, paint: () => void): void {
    this.#jobs.set(picture, paint);
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    this.#channel.port2.postMessage(null);
  }

  /** Paints nothing more. */
  dispose(): void {
    this.#jobs.clear();
    this.#channel.port1.close();
  }

  #paintNext(): void {
    const [next] = this.#jobs;
    if (!next) {
      this.#isUnderWay = false;
      return;
    }
    const [picture, paint] = next;
    this.#jobs.delete(picture);
    paint();
    this.#channel.port2.postMessage(null);
  }
}
