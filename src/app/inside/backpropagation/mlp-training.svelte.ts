import { untrack } from 'svelte';
import type { Examples, FarLaboratory, LaboratoryClient } from '../../../lab/lab-client.ts';
import { makeExamples, type ExamplePoint } from '../points/example-points.ts';
import type { Observation } from './find-trouble.ts';
import { isSolved } from './find-trouble.ts';
import { listGridInputs } from './answer-grid.ts';
import { describeAnsweringMlp, describeSmallMlp, LAYERS, startWeights, type Start, type Weights } from './small-mlp.ts';

/** What is learnt, and from where. When it changes, learning begins anew. */
export interface MlpTask {
  readonly points: readonly ExamplePoint[];
  readonly hidden: number;
  readonly start: Start;
  readonly seed: number;
}

/** What a network has come to, and what it answers now. */
export interface MlpProgress extends Pick<Observation, 'losses' | 'answers' | 'activations' | 'diverged'> {
  readonly weights: Weights;
  /** See `listGridInputs`. */
  readonly grid: Float32Array;
}

/** Steps of a question to the laboratory: it answers in time for the reader to pause. */
const CHUNK = 20;
/** Where motion is unwelcome, there are fewer pictures. */
const STILL_CHUNK = 200;
/** Steps after which a run pauses by itself. */
const RUN_STEPS = 5000;

/** A small network that learns as long as the reader wants it to. To be made while a component is made. */
export class MlpTraining {
  #progress = $state.raw<MlpProgress | null>(null);
  #running = $state(false);
  #failed = $state(false);
  /** Whether what is shown was learnt for an earlier task. */
  #stale = $state(true);
  /** Counts up when what is under way counts no more. */
  #attempt = 0;
  readonly #lab: LaboratoryClient;
  readonly #readTask: () => MlpTask;

  /** @param readTask reads reactive state */
  constructor(lab: LaboratoryClient, readTask: () => MlpTask) {
    this.#lab = lab;
    this.#readTask = readTask;
    $effect(() => {
      readTask();
      untrack(() => this.reset());
    });
    $effect(() => () => this.#attempt++);
  }

  /** Null until the laboratory has answered. */
  get progress(): MlpProgress | null {
    return this.#progress;
  }
  /** Whether learning can go on from what is shown: it cannot until a reset has come through. */
  get ready(): boolean {
    return !this.#stale;
  }
  get running(): boolean {
    return this.#running;
  }
  /** Whether the laboratory does not answer. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Forgets all that was learnt. */
  reset(): void {
    const { hidden, start, seed } = this.#readTask();
    this.#running = false;
    this.#stale = true;
    void this.#work((lab) => this.#observe(lab, startWeights(hidden, start, seed), [], false));
  }

  /** Goes on until all is learnt or a weight leaves all bounds, or pauses. */
  toggle(readRate: () => number): void {
    if (this.#running) {
      this.#attempt++;
      this.#running = false;
    } else if (this.#progress && !this.#stale) {
      this.#running = true;
      void this.#run(readRate, this.#progress.losses.length + RUN_STEPS);
    }
  }

  /** Takes weights that one example has changed. */
  take(weights: Weights): void {
    if (this.#stale) return;
    this.#running = false;
    const losses = this.#progress?.losses ?? [];
    const { points, hidden } = this.#readTask();
    void this.#work(async (lab) => {
      const network = describeSmallMlp(hidden);
      const { loss } = await lab.differentiate(network, weights, makeExamples(points), 'cross-entropy');
      return this.#observe(lab, weights, [...losses, loss], false);
    });
  }

  async #run(readRate: () => number, last: number): Promise<void> {
    const { points, hidden } = this.#readTask();
    const [network, examples] = [describeSmallMlp(hidden), makeExamples(points)];
    const targets = points.map(({ target }) => target);
    const chunk = matchMedia('(prefers-reduced-motion: reduce)').matches ? STILL_CHUNK : CHUNK;
    // What was learnt before the reader ran it on may be enough already: it goes on all the same.
    const wasSolved = this.#progress !== null && isSolved({ answers: this.#progress.answers, targets });
    while (this.#progress) {
      const { weights, losses } = this.#progress;
      const plan = { loss: 'cross-entropy', learningRate: readRate(), steps: chunk, batch: 'all' } as const;
      const isCurrent = await this.#work(async (lab) => {
        const trained = await lab.train(network, weights, examples, plan);
        // The laboratory tells each loss before its step: the first is known. A step that diverged was not taken.
        const after = [...losses, ...trained.losses.slice(1)];
        if (trained.diverged) return this.#observe(lab, trained.weights, after, true);
        const { loss } = await lab.differentiate(network, trained.weights, examples, 'cross-entropy');
        return this.#observe(lab, trained.weights, [...after, loss], false);
      });
      if (!isCurrent || !this.#running) return;
      const { answers, diverged } = this.#progress;
      if (diverged || this.#progress.losses.length >= last || (!wasSolved && isSolved({ answers, targets }))) break;
    }
    this.#running = false;
  }

  /** Asks the laboratory. @returns whether the answer was still wanted, and came */
  async #work(question: (lab: FarLaboratory) => Promise<MlpProgress>): Promise<boolean> {
    const attempt = ++this.#attempt;
    try {
      const progress = await this.#lab.ask(question);
      if (attempt !== this.#attempt) return false;
      this.#progress = progress;
      this.#stale = false;
      this.#failed = false;
      return true;
    } catch {
      if (attempt !== this.#attempt) return false;
      this.#failed = true;
      this.#running = false;
      return false;
    }
  }

  /** What the network answers at the examples and all over the plane. */
  async #observe(
    lab: FarLaboratory,
    weights: Weights,
    losses: readonly number[],
    diverged: boolean,
  ): Promise<MlpProgress> {
    const { points, hidden } = this.#readTask();
    const { inputs } = makeExamples(points) satisfies Examples;
    const grid = listGridInputs();
    const all = new Float32Array(inputs.length + grid.length);
    all.set(inputs);
    all.set(grid, inputs.length);
    const outputs = await lab.run(describeAnsweringMlp(hidden), weights, all, [LAYERS.activations, LAYERS.answers]);
    const answers = outputs.get(LAYERS.answers) as Float32Array;
    const activations = outputs.get(LAYERS.activations) as Float32Array;
    return {
      weights,
      losses,
      diverged,
      answers: [...answers.subarray(0, points.length)],
      activations: points.map((_, row) => [...activations.subarray(row * hidden, (row + 1) * hidden)]),
      grid: answers.subarray(points.length),
    };
  }
}
