import type { EngineRequest } from './protocol.ts';

/**
 * How long an engine may work on one request before it counts as dead, in seconds. Far beyond what work can take: the
 * slowest there is, WebGPU imitated by two busy cores, needs up to 40 s for a frame whose shaders are new to it, and a
 * large photo is a dozen such pictures. A graphics driver that hangs is ended by the system within seconds, which is
 * heard of as a lost device; this is for what nobody else notices. Loading has no limit: it is as slow as the network.
 */
const LIMITS_S: Readonly<Record<EngineRequest['type'], number>> = {
  start: Infinity,
  'use-model': Infinity,
  'analyse-frame': 90,
  'analyse-photo': 600,
  'classify-crops': 90,
  'reset-tracking': 90,
};

const TICK_MS = 1000;

/**
 * Notices that an engine has stopped answering. Requests are answered in their order, so only the oldest one is timed.
 *
 * Time is counted in ticks of a timer, not read off a clock: a page that is frozen or asleep, and its worker with it,
 * does not tick, and one in the background, whose timers come late, only grows more patient.
 */
export class RequestWatchdog {
  readonly #onSilence: (type: EngineRequest['type']) => void;
  /** In the order in which they were sent. */
  readonly #timed = new Map<number, EngineRequest['type']>();
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Ticks since the engine has begun with the oldest request. */
  #ticks = 0;

  /** @param onSilence called once, with the kind of request that got no answer; the watch is over then */
  constructor(onSilence: (type: EngineRequest['type']) => void) {
    this.#onSilence = onSilence;
  }

  /** Begins to wait for an answer. */
  sent({ id, type }: EngineRequest): void {
    if (LIMITS_S[type] === Infinity) return;
    this.#timed.set(id, type);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  /** The answer is there. */
  answered(id: number): void {
    if (!this.#timed.delete(id)) return;
    this.#ticks = 0;
    if (this.#timed.size === 0) this.stop();
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#timed.clear();
    this.#ticks = 0;
  }

  #tick(): void {
    const [oldest] = this.#timed.values();
    this.#ticks += 1;
    if (oldest === undefined || this.#ticks * TICK_MS <= LIMITS_S[oldest] * 1000) return;
    this.stop();
    this.#onSilence(oldest);
  }
}
