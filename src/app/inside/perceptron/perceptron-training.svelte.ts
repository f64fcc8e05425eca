import { untrack } from 'svelte';
import type { LaboratoryClient } from '../../../lab/lab-client.ts';
import type { ExamplePoint } from '../points/example-points.ts';
import { hasSettled, lookAtNext, startPerceptron, type PerceptronProgress } from './train-perceptron.ts';

/** What a perceptron learns, and from where. */
export interface PerceptronTask {
  readonly points: readonly ExamplePoint[];
  readonly seed: number;
  /** Whether there is a line that it can settle on. */
  readonly canSettle: boolean;
}

/** Rounds after which it is stopped: where no line separates the points, and where there is one that it may still find. */
const HOPELESS_ROUNDS = 20;
const SLOW_ROUNDS = 300;

/** Pause after a look, in milliseconds: slow enough to follow at first. */
function choosePause(round: number): number {
  if (round <= 1) return 450;
  if (round <= 3) return 200;
  return round <= HOPELESS_ROUNDS ? 50 : 0;
}

/** A perceptron that learns as long as the reader wants it to. To be made while a component is made. */
export class PerceptronTraining {
  #progress = $state.raw<PerceptronProgress>(startPerceptron(1));
  #running = $state(false);
  #failed = $state(false);
  #gaveUp = $state(false);
  /** Counts up when what was under way counts no more. */
  #attempt = 0;
  readonly #lab: LaboratoryClient;
  readonly #readTask: () => PerceptronTask;

  /** @param readTask reads reactive state; when it changes, learning begins anew */
  constructor(lab: LaboratoryClient, readTask: () => PerceptronTask) {
    this.#lab = lab;
    this.#readTask = readTask;
    $effect.pre(() => {
      readTask();
      untrack(() => this.reset());
    });
    $effect(() => () => this.#attempt++);
  }

  get progress(): PerceptronProgress {
    return this.#progress;
  }
  get running(): boolean {
    return this.#running;
  }
  /** Whether the laboratory does not answer. */
  get failed(): boolean {
    return this.#failed;
  }
  /** Whether it was stopped because it had not settled after many rounds. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /** Forgets all that was learnt. */
  reset(): void {
    this.#attempt++;
    this.#running = false;
    this.#gaveUp = false;
    this.#progress = startPerceptron(this.#readTask().seed);
  }

  /** Looks at one example. */
  step(): void {
    void this.#learn(() => false);
  }

  /** Goes on until it has settled, or pauses. */
  toggle(): void {
    if (this.#running) {
      this.#attempt++;
      this.#running = false;
    } else {
      const { canSettle } = this.#readTask();
      const rounds = canSettle ? SLOW_ROUNDS : HOPELESS_ROUNDS;
      const last = Math.floor(this.#progress.looks / this.#readTask().points.length) + rounds;
      this.#running = true;
      void this.#learn((looks, count) => looks < last * count);
    }
  }

  async #learn(goesOn: (looks: number, points: number) => boolean): Promise<void> {
    const attempt = ++this.#attempt;
    const { points } = this.#readTask();
    // Without motion what happens in between is not shown.
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let progress = this.#progress;
    try {
      do {
        progress = await lookAtNext(this.#lab, points, progress);
        if (attempt !== this.#attempt) return;
        if (isStill && goesOn(progress.looks, points.length) && !hasSettled(progress, points)) continue;
        this.#progress = progress;
        if (hasSettled(progress, points)) break;
        if (!goesOn(progress.looks, points.length)) {
          this.#gaveUp ||= this.#running;
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, choosePause(progress.rounds.length)));
      } while (attempt === this.#attempt);
    } catch {
      this.#failed = true;
    }
    if (attempt === this.#attempt) this.#running = false;
  }
}
