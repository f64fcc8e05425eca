import type { CameraWish } from '../../capture/camera.ts';
import type { Photo } from '../../capture/photo-file.ts';
import type { Capture } from '../../capture/video-frames.ts';
import type { PriorName } from '../../core/decision-rule.ts';
import type { Place } from './address.ts';
import { EngineKeeper, type StartEngine } from '../engine-lifecycle/engine-keeper.ts';
import type { EngineState } from '../engine-lifecycle/engine-state.ts';
import type { Expression } from '../../core/expressions.ts';
import { InsideSession, type FaceSource, type InsideState } from './inside-session.ts';
import { LiveSession, type LiveDependencies, type LiveState } from './live-session.ts';
import { chooseModel, lags, type ModelWish } from '../engine-lifecycle/model-choice.ts';
import { PhotoSession, type PhotosState } from './photo-session.ts';

/** What the visitor is looking at, by the place that is open. */
export type SessionState =
  | { readonly view: Exclude<Place, 'live' | 'photos' | 'inside'> }
  | { readonly view: 'live'; readonly live: LiveState }
  | { readonly view: 'photos'; readonly photos: PhotosState }
  | { readonly view: 'inside'; readonly inside: InsideState };

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
  /** At most one of the three is open. */
  #live: LiveSession | null = null;
  #photos: PhotoSession | null = null;
  #inside: InsideSession | null = null;
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
        if (lost) (this.#live ?? this.#inside)?.loseEngine();
      },
      onReady: () => void this.#useWishedModel(),
    });
  }

  get state(): AppState {
    return this.#state;
  }

  /** Starts the engine, or starts it again after it failed; photos it failed on are read again. */
  async startEngine(): Promise<void> {
    this.retryPhotos();
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

  /** Opens a camera (null: the default one): in the place `inside` if that is open, else in the live place. */
  async useCamera(wish: CameraWish | null): Promise<void> {
    if (this.#inside) {
      await this.#inside.openCamera(wish);
      return;
    }
    this.#cameraStopped = false;
    await this.#openLive().open(wish);
  }

  /**
   * Reads photos, in the place for them; in the place `inside`, if that is open, the first of them becomes the face. Of none,
   * nothing comes.
   */
  addPhotos(files: readonly File[]): void {
    const [first] = files;
    if (!first) return;
    if (this.#inside) this.#inside.openPhoto(first);
    else this.#openPhotos().add(files);
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
    else if (place === 'inside') this.#openInside();
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

  async offerFrame(capture: Capture): Promise<void> {
    await (this.#live ?? this.#inside)?.offerFrame(capture);
  }

  togglePause(): void {
    if (this.#inside) this.#inside.toggleFreeze();
    else this.#live?.togglePause();
  }

  toggleMirror(): void {
    this.#live?.toggleMirror();
  }

  selectPhoto(id: number): void {
    this.#photos?.select(id);
  }

  retryPhotos(): void {
    this.#photos?.retry();
    this.#inside?.retryPhoto();
  }

  /** Looks at the face of another source, in the place `inside`. */
  chooseFaceSource(source: FaceSource): void {
    this.#inside?.chooseSource(source);
  }

  /** Says whether the place `inside` shows its face: see `InsideSession.setFaceShown`. */
  setFaceShown(isShown: boolean): void {
    this.#inside?.setFaceShown(isShown);
  }

  /** Draws the face that is looked at in the place `inside`. */
  drawFace(expression: Expression): void {
    this.#inside?.draw(expression);
  }

  /** Looks at another face of the photo in the place `inside`: 0, 1, 2 ... from left to right. */
  choosePhotoFace(index: number): void {
    this.#inside?.choosePhotoFace(index);
  }

  setPageHidden(hidden: boolean): void {
    this.#pageHidden = hidden;
    (this.#live ?? this.#inside)?.setPageHidden(hidden);
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

  #openInside(): void {
    this.#leaveView();
    const show = (inside: InsideState) => {
      this.#change({ ...this.#state, session: { view: 'inside', inside } });
      this.#watchLag(inside.live);
    };
    const findEngine = () => this.#keeper.engine;
    const waitForEngine = () => this.#keeper.waitForEngine();
    this.#inside = new InsideSession({ ...this.#dependencies, findEngine, waitForEngine }, show);
    this.#framesAtChange = 0;
    this.#inside.setPageHidden(this.#pageHidden);
    show(this.#inside.state);
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
    this.#inside?.dispose();
    this.#live = null;
    this.#photos = null;
    this.#inside = null;
  }

  #change(state: AppState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
