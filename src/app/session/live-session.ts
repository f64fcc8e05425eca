import type { Camera, CameraChoice, CameraWish } from '../../capture/camera.ts';
import type { Capture } from '../../capture/video-frames.ts';
import { isEngineLoss, type AnalysisOptions, type Engine } from '../../engine/engine-client.ts';
import type { Analysis } from '../../engine/link/protocol.ts';
import { FrameCounter, type FrameStatistics } from '../engine-lifecycle/frame-statistics.ts';
import { describeProblem, type Problem } from '../engine-lifecycle/problem.ts';

/** One visit to the live view. */
export type LiveState =
  /** Nobody has switched the camera on, or somebody has switched it off. */
  | { readonly status: 'off' }
  /** Waiting for the camera, most often for the visitor's permission. */
  | { readonly status: 'opening' }
  | { readonly status: 'failed'; readonly problem: Problem }
  | {
      readonly status: 'running';
      readonly camera: Camera;
      readonly cameras: readonly CameraChoice[];
      readonly paused: boolean;
      /** Shown as in a mirror; the pixels that are read never are. */
      readonly mirrored: boolean;
      /** Of the last frame that was read; null before the first. */
      readonly analysis: Analysis | null;
      /** When the picture of that frame was taken, by the session's clock; 0 before the first. */
      readonly capturedAtMs: number;
      /** No face was there for so long that the visitor should be told. */
      readonly faceless: boolean;
      readonly statistics: FrameStatistics;
      /** Why the last frame could not be read. */
      readonly problem: Problem | null;
    };

/** What a live session needs from outside. */
export interface LiveDependencies {
  readonly openCamera: (wish: CameraWish | null, onEnded: () => void) => Promise<Camera>;
  /** Whether a camera opens without asking the visitor, for he has allowed it before. */
  readonly isCameraAllowed: () => Promise<boolean>;
  readonly listCameras: () => Promise<CameraChoice[]>;
  readonly watchCameras: (onChange: () => void) => () => void;
  /** The engine, or null while it is not ready. */
  readonly findEngine: () => Engine | null;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** A detector misses a frame now and then; only a longer absence is worth a sentence. */
const FACELESS_AFTER_MS = 700;

/** The camera, and what the engine reads in its frames. */
export class LiveSession {
  readonly #dependencies: LiveDependencies;
  readonly #onChange: (state: LiveState) => void;
  readonly #wish: Pick<AnalysisOptions, 'withCrops'>;
  readonly #counter = new FrameCounter();
  readonly #stopWatching: () => void;
  #state: LiveState = { status: 'off' };
  /** Ends with the camera that was asked for last: its frame in work is given up, and what it still has to say ignored. */
  #visit = new AbortController();
  /** As they were listed last. */
  #cameras: readonly CameraChoice[] = [];
  #busy = false;
  #pageHidden = false;
  #opensWhenShown = false;
  #faceSeenAtMs = 0;

  /** @param wish what is wanted of each reading beside the usual */
  constructor(
    dependencies: LiveDependencies,
    onChange: (state: LiveState) => void,
    wish: Pick<AnalysisOptions, 'withCrops'> = {},
  ) {
    this.#dependencies = dependencies;
    this.#onChange = onChange;
    this.#wish = wish;
    this.#stopWatching = dependencies.watchCameras(() => void this.#refreshCameras());
  }

  get state(): LiveState {
    return this.#state;
  }

  /**
   * Opens the default camera, unless the browser would have to ask or the visitor has done something meanwhile. A page that
   * nobody sees waits until somebody does.
   */
  async openIfAllowed(): Promise<void> {
    this.#opensWhenShown = this.#pageHidden;
    if (this.#pageHidden) return;
    const { signal } = this.#visit;
    if ((await this.#dependencies.isCameraAllowed()) && !signal.aborted) await this.open(null);
  }

  /** Switches the camera off. */
  stop(): void {
    this.#abandonCamera();
    this.#change({ status: 'off' });
  }

  /** Opens a camera (null: the default one) in place of the one that runs. */
  async open(wish: CameraWish | null): Promise<void> {
    const { signal } = this.#abandonCamera();
    this.#change({ status: 'opening' });
    try {
      const camera = await this.#dependencies.openCamera(wish, () => {
        if (!signal.aborted) this.#fail({ code: 'camera-lost', detail: 'the video track ended' });
      });
      if (!signal.aborted) this.#run(camera);
      else camera.stop();
    } catch (error) {
      if (!signal.aborted) this.#fail(describeProblem(error));
    }
  }

  /**
   * Reads the frame on offer if the engine is free, and skips it if not: nothing queues.
   *
   * @param capture takes the picture; called only if it will be read
   */
  async offerFrame(capture: Capture): Promise<void> {
    const engine = this.#dependencies.findEngine();
    if (!engine || this.#busy || this.#pageHidden) return;
    if (this.#state.status !== 'running' || this.#state.paused) return;
    const { signal } = this.#visit;
    const capturedAtMs = this.#dependencies.now();
    this.#busy = true;
    try {
      const analysis = await engine.analyseFrame(await capture(), { signal, ...this.#wish });
      if (!signal.aborted) this.#show(analysis, capturedAtMs);
    } catch (error) {
      if (!signal.aborted) this.#report(error);
    } finally {
      this.#busy = false;
    }
  }

  togglePause(): void {
    if (this.#state.status !== 'running') return;
    this.#counter.restart();
    this.#update({ paused: !this.#state.paused });
  }

  toggleMirror(): void {
    if (this.#state.status === 'running') this.#update({ mirrored: !this.#state.mirrored });
  }

  /** A hidden page reads nothing. */
  setPageHidden(hidden: boolean): void {
    this.#pageHidden = hidden;
    this.#counter.restart();
    if (!hidden && this.#opensWhenShown && this.#state.status === 'off') void this.openIfAllowed();
  }

  /** The engine is gone: what it read last goes with it, except in a picture that stands still. */
  loseEngine(): void {
    this.#counter.restart();
    const statistics = this.#counter.read();
    if (this.#state.status !== 'running') return;
    this.#update(this.#state.paused ? { statistics } : { statistics, analysis: null, problem: null });
  }

  /** Stops the camera. The session says nothing more. */
  dispose(): void {
    this.#abandonCamera();
    this.#stopWatching();
  }

  #run(camera: Camera): void {
    this.#faceSeenAtMs = this.#dependencies.now();
    this.#counter.restart();
    this.#change({
      status: 'running',
      camera,
      cameras: this.#cameras,
      paused: false,
      mirrored: camera.facing !== 'environment',
      analysis: null,
      capturedAtMs: 0,
      faceless: false,
      statistics: this.#counter.read(),
      problem: null,
    });
    void this.#refreshCameras();
    void this.#resetTracking();
  }

  #show(analysis: Analysis, capturedAtMs: number): void {
    const nowMs = this.#dependencies.now();
    if (analysis.faces.length > 0) this.#faceSeenAtMs = nowMs;
    this.#update({
      analysis,
      capturedAtMs,
      faceless: nowMs - this.#faceSeenAtMs >= FACELESS_AFTER_MS,
      statistics: this.#counter.record(capturedAtMs, nowMs),
      problem: null,
    });
  }

  async #refreshCameras(): Promise<void> {
    const { signal } = this.#visit;
    try {
      this.#cameras = await this.#dependencies.listCameras();
      if (!signal.aborted) this.#update({ cameras: this.#cameras });
    } catch (error) {
      if (!signal.aborted) this.#update({ problem: describeProblem(error) });
    }
  }

  async #resetTracking(): Promise<void> {
    const { signal } = this.#visit;
    try {
      await this.#dependencies.findEngine()?.resetTracking();
    } catch (error) {
      if (!signal.aborted) this.#report(error);
    }
  }

  /** What the engine could not do. That it is lost is its keeper's to tell; the next one goes on with the next frame. */
  #report(error: unknown): void {
    if (!isEngineLoss(error)) this.#update({ analysis: null, problem: describeProblem(error) });
  }

  #fail(problem: Problem): void {
    this.#abandonCamera();
    this.#change({ status: 'failed', problem });
  }

  /** Stops the camera that runs and makes everything under way for it out of date. */
  #abandonCamera(): AbortController {
    if (this.#state.status === 'running') this.#state.camera.stop();
    this.#visit.abort();
    this.#visit = new AbortController();
    return this.#visit;
  }

  #update(part: Partial<Extract<LiveState, { status: 'running' }>>): void {
    if (this.#state.status === 'running') this.#change({ ...this.#state, ...part });
  }

  #change(state: LiveState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
