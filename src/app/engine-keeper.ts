import type { ModelName } from '../core/model-names.ts';
import type { Engine } from '../engine/engine-client.ts';
import type { EngineDescription, LoadProgress, ModelDescription } from '../engine/protocol.ts';
import { describeProblem, type Problem } from './problem.ts';

/** What the page knows of its engine. */
export type EngineState =
  /** `progress` is null until the engine has said something. */
  | { readonly status: 'loading'; readonly progress: LoadProgress | null }
  | {
      readonly status: 'ready';
      readonly description: EngineDescription;
      /** The network in use. */
      readonly model: ModelDescription;
      /** Another one that is on its way. */
      readonly loadingModel: ModelName | null;
      /** Why the last one that was wanted is not in use. */
      readonly modelProblem: Problem | null;
    }
  | { readonly status: 'failed'; readonly problem: Problem };

/** Starts an engine; the page's address and settings are already in it. */
export type StartEngine = (onProgress: (progress: LoadProgress) => void) => Promise<Engine>;

/** Keeps one engine: starts it, notices when it dies, starts a new one when asked. */
export class EngineKeeper {
  readonly #startEngine: StartEngine;
  readonly #onChange: (state: EngineState) => void;
  #engine: Engine | null = null;
  #state: EngineState = { status: 'loading', progress: null };
  #waiting: ((engine: Engine) => void)[] = [];

  constructor(startEngine: StartEngine, onChange: (state: EngineState) => void) {
    this.#startEngine = startEngine;
    this.#onChange = onChange;
  }

  /** The engine, or null while there is none that works. */
  get engine(): Engine | null {
    return this.#engine;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Starts the engine for the first time, or again after it failed. */
  async start(): Promise<void> {
    this.#change({ status: 'loading', progress: null });
    try {
      const engine = await this.#startEngine((progress) => this.#change({ status: 'loading', progress }));
      engine.onCrash((error) => this.#bury(error));
      this.#engine = engine;
      const { description } = engine;
      this.#change({ status: 'ready', description, model: description.model, loadingModel: null, modelProblem: null });
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve(engine);
    } catch (error) {
      this.#change({ status: 'failed', problem: describeProblem(error) });
    }
  }

  /**
   * Changes the network; the one in use goes on until the other is loaded, and stays if that fails.
   *
   * @param ifBetter only if it has better scores than the fast one
   */
  async useModel(name: ModelName, ifBetter: boolean): Promise<void> {
    const engine = this.#engine;
    if (!engine || this.#state.status !== 'ready') return;
    if (name === (this.#state.loadingModel ?? this.#state.model.name)) return;
    this.#change({ ...this.#state, loadingModel: name, modelProblem: null });
    try {
      const model = await engine.useModel(name, ifBetter);
      this.#settleModel(engine, name, { model });
    } catch (error) {
      this.#settleModel(engine, name, { modelProblem: describeProblem(error) });
    }
  }

  /** Nothing to settle if the engine has gone, or another network was asked for since. */
  #settleModel(
    engine: Engine,
    name: ModelName,
    outcome: Partial<Pick<Extract<EngineState, { status: 'ready' }>, 'model' | 'modelProblem'>>,
  ): void {
    if (engine !== this.#engine || this.#state.status !== 'ready' || this.#state.loadingModel !== name) return;
    this.#change({ ...this.#state, ...outcome, loadingModel: null });
  }

  /** Waits for an engine that works, through failures and restarts if need be. */
  waitForEngine(): Promise<Engine> {
    const engine = this.#engine;
    if (engine) return Promise.resolve(engine);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #bury(error: Error): void {
    this.#engine?.dispose();
    this.#engine = null;
    this.#change({ status: 'failed', problem: { code: 'engine-crashed', detail: error.message } });
  }

  #change(state: EngineState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
