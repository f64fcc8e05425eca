import type { ModelName } from '../../core/model-names.ts';
import { isEngineLoss, type Engine, type EngineError } from '../../engine/engine-client.ts';
import {
  LAST_RESORT,
  type BackendName,
  type EngineDescription,
  type LoadProgress,
  type RejectedBackend,
} from '../../engine/link/protocol.ts';
import type { EngineNews, EngineState, StartState } from './engine-state.ts';
import { describeProblem } from './problem.ts';

/** Who is told how a start goes. */
export interface StartWatch {
  readonly onProgress: (progress: LoadProgress) => void;
  /** Told of each backend on which it comes to a halt, before it takes the next one. */
  readonly onStall: (stalled: RejectedBackend) => void;
}

/**
 * Starts an engine; the page's address and settings are already in it.
 *
 * @param avoid backends that are not to be tried
 * @param backend take this one and no other, whatever the address says
 */
export type StartEngine = (
  watch: StartWatch,
  avoid: readonly RejectedBackend[],
  backend?: BackendName,
) => Promise<Engine>;

/** What a keeper needs from outside. */
export interface KeeperDependencies {
  readonly startEngine: StartEngine;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly onChange: (state: EngineState) => void;
  /** Told after each engine that becomes ready, the first one and those that follow it. */
  readonly onReady: () => void;
}

/**
 * An engine that is lost within this time of being ready is lost in a row with the one before it. Sleep, a new driver
 * or a change of graphics card take a device once and leave the next one alone; where the device cannot bear this
 * program, or memory is short, the next one goes within its first frames.
 */
const SOON_MS = 60_000;

/** The first loss in a row may be chance, so all is tried as before; the second one counts against the backend. */
const AVOID_FROM_LOSS = 2;

/** Then neither the device nor the way to compute is to blame, and trying on would only burn the battery. */
const GIVE_UP_FROM_LOSS = 3;

/** A video whose engine is lost shall go on within so long: where the next one compiles for longer, another stands in. */
const LONGEST_GAP_MS = 2000;

/** How long the page says what is new about an engine: time to read one line. */
const NEWS_MS = 6000;

type ReadyState = Extract<EngineState, { status: 'ready' }>;

/** A network that an engine was asked to read with: see `Engine.useModel`. */
interface ModelRequest {
  readonly name: ModelName;
  readonly ifBetter: boolean;
}

const NOT_BEGUN: StartState = { progress: null, stalled: null };

/** Keeps one engine: starts it, notices when it is lost, and then starts the next one. */
export class EngineKeeper {
  readonly #dependencies: KeeperDependencies;
  #engine: Engine | null = null;
  /** The engine that stands in for another one, for as long as that starts beside it. It may be lost by then. */
  #standIn: Engine | null = null;
  #state: EngineState = { status: 'loading', ...NOT_BEGUN };
  #waiting: ((engine: Engine) => void)[] = [];
  #readyAtMs = -Infinity;
  #lossesInARow = 0;
  /** What the engine in use was asked for last, until it has answered. */
  #modelRequest: ModelRequest | null = null;
  #avoided: readonly RejectedBackend[] = [];

  constructor(dependencies: KeeperDependencies) {
    this.#dependencies = dependencies;
  }

  /** The engine, or null while there is none that works. */
  get engine(): Engine | null {
    return this.#engine;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Starts the engine for the first time, or again because the visitor wants to: what was lost before is forgotten. */
  async start(): Promise<void> {
    this.#letGo();
    this.#standIn = null;
    this.#lossesInARow = 0;
    this.#avoided = [];
    this.#change({ status: 'loading', ...NOT_BEGUN });
    try {
      await this.#launch();
    } catch (error) {
      this.#change({ status: 'failed', problem: describeProblem(error) });
    }
  }

  /**
   * Changes the network; the one in use goes on until the other is loaded, and stays if that fails.
   *
   * @param ifBetter only if it is better than the fast one, by its manifest, and the engine does not stand in for one that
   * starts beside it, from which loading would take time
   */
  async useModel(name: ModelName, ifBetter: boolean): Promise<void> {
    const engine = this.#engine;
    if (!engine || this.#state.status !== 'ready') return;
    if (ifBetter && engine === this.#standIn) return;
    if (this.#isFulfilled(this.#state, name, ifBetter)) {
      // What became of an earlier wish concerns nobody any more.
      if (this.#state.modelProblem) this.#change({ ...this.#state, modelProblem: null });
      return;
    }
    const request: ModelRequest = { name, ifBetter };
    this.#modelRequest = request;
    this.#change({ ...this.#state, loadingModel: name, modelProblem: null });
    try {
      this.#settleModel(request, { model: await engine.useModel(name, ifBetter) });
    } catch (error) {
      this.#settleModel(request, { modelProblem: describeProblem(error) });
    }
  }

  /** Whether just this network was asked for last, or is in use without a condition that would have to be looked at. */
  #isFulfilled({ model, description }: ReadyState, name: ModelName, ifBetter: boolean): boolean {
    const pending = this.#modelRequest;
    if (pending) return pending.name === name && pending.ifBetter === ifBetter;
    return model.name === name && (!ifBetter || name === description.model.name);
  }

  /** Nothing to settle if the engine has gone, or something else was asked of it since. */
  #settleModel(request: ModelRequest, outcome: Partial<Pick<ReadyState, 'model' | 'modelProblem'>>): void {
    if (request !== this.#modelRequest || this.#state.status !== 'ready') return;
    this.#modelRequest = null;
    this.#change({ ...this.#state, ...outcome, loadingModel: null });
  }

  /** Waits for an engine that works, through losses, failures and restarts if need be. */
  waitForEngine(): Promise<Engine> {
    const engine = this.#engine;
    if (engine) return Promise.resolve(engine);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * Starts an engine and puts it to use.
   *
   * @param backend take this one, whatever the address says: the engine stands in for another one
   */
  async #launch(backend?: BackendName): Promise<Engine> {
    const engine = await this.#dependencies.startEngine(this.#watchStart(), this.#avoided, backend);
    this.#standIn = backend === undefined ? null : engine;
    this.#putToUse(engine, this.#findNews());
    return engine;
  }

  #putToUse(engine: Engine, news: EngineNews | null): void {
    const { now, onReady } = this.#dependencies;
    this.#engine = engine;
    this.#modelRequest = null;
    this.#readyAtMs = now();
    engine.onLost((loss) => {
      if (engine === this.#engine) void this.#recover(loss);
    });
    const { description } = engine;
    // Those that did not start are not tried once more: it takes time, most of all where one came to a halt. An engine
    // that stands in has tried no other.
    if (engine !== this.#standIn) this.#avoided = description.backend.rejected;
    const { model } = description;
    this.#change({ status: 'ready', description, model, loadingModel: null, modelProblem: null, news });
    if (news) this.#endNewsLater(engine);
    onReady();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(engine);
  }

  /** Starts the engine that another one stands in for, beside it. */
  async #relieve(standIn: Engine): Promise<void> {
    const isWanted = () => standIn === this.#standIn;
    await this.#dependencies.startEngine(this.#watchStart(isWanted), this.#avoided).then(
      (engine) => (isWanted() ? this.#takeRelief(standIn, engine) : engine.dispose()),
      (error: unknown) => (isWanted() ? this.#doWithoutRelief(standIn, error) : undefined),
    );
  }

  /** Puts the engine to use that another one stood in for, unless it is no better than that, which is still there. */
  async #takeRelief(standIn: Engine, engine: Engine): Promise<void> {
    this.#standIn = null;
    if (standIn !== this.#engine) {
      this.#putToUse(engine, this.#findNews());
      return;
    }
    if (engine.description.backend.name === LAST_RESORT) {
      engine.dispose();
      this.#dependencies.onReady();
      return;
    }
    this.#putToUse(engine, 'relieved');
    // It answers in order: what it has been asked before is done by then.
    await standIn.resetTracking().catch(() => undefined);
    standIn.dispose();
  }

  /** The engine that was to come does not: the one that stands in stays, unless it is lost by now. */
  async #doWithoutRelief(standIn: Engine, error: unknown): Promise<void> {
    this.#standIn = null;
    if (standIn === this.#engine) this.#dependencies.onReady();
    else await this.#takeFailure(error);
  }

  /** Puts a new engine in the place of one that was lost, or gives up after too many. */
  async #recover(loss: EngineError): Promise<void> {
    const lost = this.#engine?.description ?? null;
    this.#countLoss(loss);
    this.#letGo();
    // The engine that the lost one stood in for starts already: it comes sooner than any other, and costs no further try.
    const isRelieved = this.#standIn !== null;
    if (!isRelieved && this.#lossesInARow >= GIVE_UP_FROM_LOSS) {
      this.#change({ status: 'failed', problem: describeProblem(loss) });
      return;
    }
    this.#change({ status: 'recovering', loss: describeProblem(loss), ...NOT_BEGUN });
    if (isRelieved) return;
    try {
      if (lost && compilesForLong(lost)) void this.#relieve(await this.#launch(LAST_RESORT));
      else await this.#launch();
    } catch (error) {
      await this.#takeFailure(error);
    }
  }

  /** The next engine did not start: tries again where it was lost on the way, and where it failed gives up. */
  async #takeFailure(error: unknown): Promise<void> {
    if (isEngineLoss(error)) await this.#recover(error);
    else this.#change({ status: 'failed', problem: describeProblem(error) });
  }

  #countLoss(loss: EngineError): void {
    // One that was lost while it started has no description, and did not live at all.
    if (this.#engine && this.#dependencies.now() - this.#readyAtMs > SOON_MS) this.#lossesInARow = 0;
    this.#lossesInARow += 1;
    const backend = this.#engine?.description.backend;
    if (backend && this.#lossesInARow >= AVOID_FROM_LOSS && backend.name !== LAST_RESORT) {
      this.#avoided = [...this.#avoided, { name: backend.name, reason: loss.detail }];
    }
  }

  #letGo(): void {
    this.#engine?.dispose();
    this.#engine = null;
  }

  /** @param isShown whether it is this start that the page waits for */
  #watchStart(isShown = () => true): StartWatch {
    return {
      onProgress: (progress) => isShown() && this.#showStart({ progress }),
      onStall: ({ name }) => isShown() && this.#showStart({ stalled: name }),
    };
  }

  #showStart(start: Partial<StartState>): void {
    if ('progress' in this.#state) this.#change({ ...this.#state, ...start });
  }

  #findNews(): EngineNews | null {
    if (this.#state.status === 'recovering') return 'recovered';
    return this.#state.status === 'loading' && this.#state.stalled ? 'took-next-backend' : null;
  }

  #endNewsLater(engine: Engine): void {
    setTimeout(() => {
      if (engine !== this.#engine || this.#state.status !== 'ready') return;
      this.#change({ ...this.#state, news: null });
    }, NEWS_MS);
  }

  #change(state: EngineState): void {
    this.#state = state;
    this.#dependencies.onChange(state);
  }
}

function compilesForLong({ backend, warmUpMs }: EngineDescription): boolean {
  return backend.name !== LAST_RESORT && warmUpMs > LONGEST_GAP_MS;
}
