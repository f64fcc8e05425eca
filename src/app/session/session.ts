import type { CameraWish } from '../../capture/camera.ts';
import type { Photo } from '../../capture/photo-file.ts';
import type { CapturedFrame } from '../../capture/video-frames.ts';
import type { PriorName } from '../../core/decision-rule.ts';
import type { Place } from './address.ts';
import { EngineKeeper, type StartEngine } from '../engine-lifecycle/engine-keeper.ts';
import type { EngineState } from '../engine-lifecycle/engine-state.ts';
import { LiveSession, type LiveDependencies, type LiveState } from './live-session.ts';
import { chooseModel, lags, type ModelWish } from '../engine-lifecycle/model-choice.ts';
import { PhotoSession, type PhotosState } from './photo-session.ts';

/** What the visitor is looking at, by the place that is open. */
export type SessionState =
  | { readonly view: Exclude<Place, 'live' | 'photos'> }
  | { readonly view: 'live'; readonly live: LiveState }
  | { readonly view: 'photos'; readonly photos: PhotosState };

/** Everything that the page shows. The engine loads and fails on its own, whatever the view. */
export interface AppState {
  readonly engine: EngineState;
  readonly session: SessionState;
  /** Whom the visitor says that he shows. */
  readonly prior: PriorName;
  readonly modelWish: ModelWish;
}

/** What the session needs from outside. */
export interface SessionDependencies extends Omit<LiveDependencies, 'findEngine'> {
  readonly startEngine: StartEngine;
  readonly openPhoto: (file: File) => Promise<Photo>;
}

/** The state before anything has happened. */
export const INITIAL_STATE: AppState = {
  engine: { status: 'loading', progress: null, stalled: null },
  session: { view: 'start' },
  prior: 'everyday',
  modelWish: 'auto',
};

/** The page's one state machine: which view is open, and what the visitor can do in it. */
export class Session {
  readonly #dependencies: SessionDependencies;
  readonly #onChange: (state: AppState) => void;
  readonly #keeper: EngineKeeper;
  #state = INITIAL_STATE;
  /** At most one of the two is open. */
  #live: LiveSession | null = null;
  #photos: PhotoSession | null = null;
  #pageHidden = false;
  /** The visitor has switched the camera off: from then on only he switches it on. */
  #cameraStopped = false;
  /** Frames of the live view that were read when the network last changed. */
  #framesAtChange = 0;
  /** Video lagged behind with the accurate network: from then on only the visitor asks for it. */
  #lagged = false;

  constructor(dependencies: SessionDependencies, onChange: (state: AppState) => void) {
    this.#dependencies = dependencies;
    this.#onChange = onChange;
    this.#keeper = new EngineKeeper({
      startEngine: dependencies.startEngine,
      now: dependencies.now,
      onChange: (engine) => {
        const lost = this.#state.engine.status === 'ready' && engine.status !== 'ready';
        this.#change({ ...this.#state, engine });
        if (lost) this.#live?.loseEngine();
      },
      onReady: () => void this.#useWishedModel(),
    });
  }

  get state(): AppState {
    return this.#state;
  }

  /** Starts the engine, or starts it again after it failed; photos it failed on are read again. */
  async startEngine(): Promise<void> {
    this.#photos?.retry();
    await this.#keeper.start();
  }

  /** Reads faces by another prior, those on show included. */
  setPrior(prior: PriorName): void {
    this.#change({ ...this.#state, prior });
  }

  /** Reads the faces that follow with another network. */
  async setModelWish(modelWish: ModelWish): Promise<void> {
    this.#lagged = false;
    this.#change({ ...this.#state, modelWish });
    await this.#useWishedModel();
  }

  /** Opens the live place if need be, and in it a camera (null: the default one). */
  async useCamera(wish: CameraWish | null): Promise<void> {
    this.#cameraStopped = false;
    await this.#openLive().open(wish);
  }

  /** Reads photos, in the place for them. Of none, nothing comes. */
  addPhotos(files: readonly File[]): void {
    if (files.length > 0) this.#openPhotos().add(files);
  }

  /**
   * Opens a place; if it is another one, that which was open lets its camera and its pictures go. The live place switches
   * the camera on by itself where the visitor has allowed that before, and has not switched it off since.
   */
  goTo(place: Place): void {
    if (place === this.#state.session.view) return;
    if (place === 'live') {
      const live = this.#openLive();
      if (!this.#cameraStopped) void live.openIfAllowed();
    } else if (place === 'photos') this.#openPhotos();
    else {
      this.#leaveView();
      this.#change({ ...this.#state, session: { view: place } });
    }
  }

  /** Switches the camera off; the live place stays open. */
  stopCamera(): void {
    this.#cameraStopped = true;
    this.#live?.stop();
  }

  async offerFrame(capture: () => Promise<CapturedFrame>): Promise<void> {
    await this.#live?.offerFrame(capture);
  }

  togglePause(): void {
    this.#live?.togglePause();
  }

  toggleMirror(): void {
    this.#live?.toggleMirror();
  }

  selectPhoto(id: number): void {
    this.#photos?.select(id);
  }

  retryPhotos(): void {
    this.#photos?.retry();
  }

  setPageHidden(hidden: boolean): void {
    this.#pageHidden = hidden;
    this.#live?.setPageHidden(hidden);
  }

  #openLive(): LiveSession {
    if (this.#live) return this.#live;
    this.#leaveView();
    this.#live = new LiveSession({ ...this.#dependencies, findEngine: () => this.#keeper.engine }, (live) => {
      this.#change({ ...this.#state, session: { view: 'live', live } });
      this.#watchLag(live);
    });
    this.#framesAtChange = 0;
    this.#live.setPageHidden(this.#pageHidden);
    this.#change({ ...this.#state, session: { view: 'live', live: this.#live.state } });
    return this.#live;
  }

  #openPhotos(): PhotoSession {
    if (this.#photos) return this.#photos;
    this.#leaveView();
    this.#photos = new PhotoSession(
      { ...this.#dependencies, waitForEngine: () => this.#keeper.waitForEngine() },
      (photos) => this.#change({ ...this.#state, session: { view: 'photos', photos } }),
    );
    this.#change({ ...this.#state, session: { view: 'photos', photos: this.#photos.state } });
    return this.#photos;
  }

  async #useWishedModel(): Promise<void> {
    const { engine, modelWish } = this.#state;
    if (engine.status !== 'ready') return;
    const name = this.#lagged ? 'fast' : chooseModel(modelWish, engine.description);
    await this.#keeper.useModel(name, modelWish === 'auto');
  }

  /** A machine that kept up with one face may not with four: then the fast network takes over. */
  #watchLag(live: LiveState): void {
    const { engine, modelWish } = this.#state;
    if (live.status !== 'running' || engine.status !== 'ready') return;
    const { statistics, analysis } = live;
    if (analysis?.model !== 'accurate') {
      this.#framesAtChange = statistics.frames;
      return;
    }
    if (modelWish !== 'auto' || this.#lagged || !lags(statistics, statistics.frames - this.#framesAtChange)) return;
    this.#lagged = true;
    void this.#useWishedModel();
  }

  #leaveView(): void {
    this.#live?.dispose();
    this.#photos?.dispose();
    this.#live = null;
    this.#photos = null;
  }

  #change(state: AppState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
