import type { Engine } from '../engine/engine-client.ts';
import type { EngineDescription, LoadProgress } from '../engine/protocol.ts';
import { describeProblem, type Problem } from './problem.ts';

/** What the page knows of its engine. */
export type EngineState =
  /** `progress` is null until the engine has said something. */
  | { readonly status: 'loading'; readonly progress: LoadProgress | null }
  | { readonly status: 'ready'; readonly description: EngineDescription }
  | { readonly status: 'failed'; readonly problem: Problem };

/** Starts an engine; the page's address and settings are already in it. */
export type StartEngine = (onProgress: (progress: LoadProgress) => void) => Promise<Engine>;

/** Keeps one engine: starts it, notices when it dies, starts a new one when asked. */
export class EngineKeeper {
  readonly #startEngine: StartEngine;
  readonly #onChange: (state: EngineState) => void;
  #engine: Engine | null = null;
  #waiting: ((engine: Engine) => void)[] = [];

  constructor(startEngine: StartEngine, onChange: (state: EngineState) => void) {
    this.#startEngine = startEngine;
    this.#onChange = onChange;
  }

  /** The engine, or null while there is none that works. */
  get engine(): Engine | null {
    return this.#engine;
  }

  /** Starts the engine for the first time, or again after it failed. */
  async start(): Promise<void> {
    this.#onChange({ status: 'loading', progress: null });
    try {
      const engine = await this.#startEngine((progress) => this.#onChange({ status: 'loading', progress }));
      engine.onCrash((error) => this.#bury(error));
      this.#engine = engine;
      this.#onChange({ status: 'ready', description: engine.description });
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve(engine);
    } catch (error) {
      this.#onChange({ status: 'failed', problem: describeProblem(error) });
    }
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
    this.#onChange({ status: 'failed', problem: { code: 'engine-crashed', detail: error.message } });
  }
}
