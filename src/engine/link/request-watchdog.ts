import type { EngineMessage, EngineRequest, LoadProgress } from './protocol.ts';

/**
 * How long an engine may work on one request before it counts as dead, in seconds. Far beyond what work can take: the
 * slowest there is, WebGPU imitated by two busy cores, needs up to 40 s for a frame whose shaders are new to it, and a
 * large photo is a dozen such pictures. A graphics driver that hangs is ended by the system within seconds, which is
 * heard of as a lost device; this is for what nobody else notices.
 */
const LIMITS_S: Readonly<Record<EngineMessage['type'], number>> = {
  // Until it first says something: its program has to arrive, of which no part is heard.
  start: 180,
  // Until its first part arrives.
  'use-model': 45,
  'analyse-frame': 90,
  'analyse-photo': 600,
  'classify-crops': 90,
  'reset-tracking': 90,
  // Of a request that is given up only the pass under way is left.
  cancel: 90,
};

/**
 * How long a start, or another network that loads, may say nothing in each of its stages, in seconds. Files say something with each part that arrives.
 * Compiling says nothing: imitated WebGPU takes up to 41 s for it on two cores, and a multiple where those are busy.
 */
const STAGE_LIMITS_S: Readonly<Record<LoadProgress['stage'], number>> = {
  backend: 90,
  detector: 45,
  'expression-model': 45,
  'warm-up': 180,
};

const TICK_MS = 1000;

/**
 * Notices that an engine has stopped answering, or that something has come to a halt while it loads. Requests are answered
 * in their order, so only the oldest one is timed.
 *
 * Time is counted in ticks of a timer, not read off a clock: a page that is frozen or asleep, and its worker with it,
 * does not tick, and one in the background, whose timers come late, only grows more patient.
 */
export class RequestWatchdog {
  readonly #onSilence: (type: EngineMessage['type']) => void;
  /** In the order in which they were sent; those that were given up are a 'cancel' since. */
  readonly #timed = new Map<number, EngineMessage['type']>();
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Ticks since the engine has begun with the oldest request, or was heard of while it starts. */
  #ticks = 0;
  /** How far loading has come; null before it has said so, and for other requests. */
  #stage: LoadProgress['stage'] | null = null;

  /** @param onSilence called once, with the kind of request that got no answer; the watch is over then */
  constructor(onSilence: (type: EngineMessage['type']) => void) {
    this.#onSilence = onSilence;
  }

  /** Begins to wait for an answer. */
  sent({ id, type }: Pick<EngineRequest, 'id' | 'type'>): void {
    this.#timed.set(id, type);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  /** A request is given up: its answer is still waited for, but comes as soon as the engine hears of it. */
  cancelled(id: number): void {
    if (!this.#timed.has(id)) return;
    this.#timed.set(id, 'cancel');
    const [oldest] = this.#timed.keys();
    if (id === oldest) this.#ticks = 0;
  }

  /** The start goes on, or the network that loads. */
  progressed(id: number, { stage }: LoadProgress): void {
    if (!this.#timed.has(id)) return;
    this.#stage = stage;
    this.#ticks = 0;
  }

  /** The answer is there. */
  answered(id: number): void {
    if (!this.#timed.delete(id)) return;
    this.#ticks = 0;
    this.#stage = null;
    if (this.#timed.size === 0) this.stop();
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#timed.clear();
    this.#ticks = 0;
    this.#stage = null;
  }

  #tick(): void {
    const [oldest] = this.#timed.values();
    this.#ticks += 1;
    if (oldest === undefined) return;
    const limitS = this.#stage ? STAGE_LIMITS_S[this.#stage] : LIMITS_S[oldest];
    if (this.#ticks * TICK_MS <= limitS * 1000) return;
    this.stop();
    this.#onSilence(oldest);
  }
}
