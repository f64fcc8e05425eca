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
  /** The attempt whose looks are under way: one loop at a time. */
  #atWork: number | null = null;
  /** Looks that the reader asked for one by one and that are still to come. */
  #steps = 0;
  /** Looks after which a run is stopped. */
  #last = 0;
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
    this.#steps = 0;
    this.#running = false;
    this.#gaveUp = false;
    this.#progress = startPerceptron(this.#readTask().seed);
  }

  /** Looks at one example, after those that were asked for before. */
  step(): void {
    if (this.#running) return;
    this.#steps++;
    void this.#learn();
  }

  /** Goes on until it has settled, or pauses after the look that is under way. */
  toggle(): void {
    this.#running = !this.#running;
    if (!this.#running) return;
    const { canSettle, points } = this.#readTask();
    const rounds = canSettle ? SLOW_ROUNDS : HOPELESS_ROUNDS;
    this.#last = (Math.floor(this.#progress.looks / points.length) + rounds) * points.length;
    void this.#learn();
  }

  /** Looks as long as it is wanted. */
  async #learn(): Promise<void> {
    const attempt = this.#attempt;
    if (this.#atWork === attempt) return;
    this.#atWork = attempt;
    const { points } = this.#readTask();
    // Without motion only whole rounds are shown.
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let progress = this.#progress;
    try {
      while (this.#steps > 0 || this.#running) {
        progress = await lookAtNext(this.#lab, points, progress);
        if (attempt !== this.#attempt) return;
        this.#failed = false;
        this.#steps = Math.max(0, this.#steps - 1);
        if (this.#running && (hasSettled(progress, points) || progress.looks >= this.#last)) {
          this.#gaveUp ||= !hasSettled(progress, points);
          this.#running = false;
        }
        if (isStill && this.#running && progress.looks % points.length > 0) continue;
        this.#progress = progress;
        if (this.#running) await new Promise((resolve) => setTimeout(resolve, choosePause(progress.rounds.length)));
        if (attempt !== this.#attempt) return;
      }
    } catch {
      if (attempt !== this.#attempt) return;
      this.#failed = true;
      this.#steps = 0;
      this.#running = false;
    }
    this.#atWork = null;
  }
}
