import { mount, unmount } from 'svelte';
import { createAppStore, type AppStore } from '../app/session/app-store.svelte.ts';
import styles from '../app/shell/app.css?inline';
import { isCameraAllowed, listCameras, openCamera, watchCameras } from '../capture/camera.ts';
import { openPhoto } from '../capture/photo-file.ts';
import type { Analysis } from '../engine/link/protocol.ts';
import { matchLocale, speakAsGuest } from '../words/locale.svelte.ts';
import { adoptProperties } from './adopt-properties.ts';
import CameraView from './CameraView.svelte';
import { CHOICES, choose, type Choice, type ChoiceName } from './choices.ts';
import { describeFailure, describeState, OFF, sayFailed } from './describe-state.ts';
import { nameReading } from './name-reading.ts';
import type { CameraReading, CameraState } from './reading.ts';
import { startEmbedded } from './start-embedded.ts';
import { findUnknown, UNKNOWN_CHOICE, writeUnknown } from './unknown-choice.ts';

/** The events of a `<mien-camera>`. */
export interface MienCameraEventMap extends HTMLElementEventMap {
  /** A frame was read. */
  reading: CustomEvent<CameraReading>;
  /** It is in another state than before, another thing is the matter, or it says so in another language. */
  state: CustomEvent<CameraState>;
}

/** What is there while the element stands in a page. */
interface Visit {
  readonly store: AppStore;
  /** Frees the engine. */
  readonly end: AbortController;
  readonly view: ReturnType<typeof mount>;
  engineStarted: boolean;
  lastAnalysis: Analysis | null;
}

const names = Object.keys(CHOICES) as ChoiceName[];

/**
 * `<mien-camera>`: a camera picture with a box and a word on every face, and an event for every frame that was read. It
 * begins by its button, by `start()` or, with the attribute `autostart`, by itself; taken out of the page, it stops the
 * camera and frees all that it had loaded.
 */
export class MienCameraElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = [...names, 'base', 'lang'];

  readonly #root = this.attachShadow({ mode: 'open' });
  #visit: Visit | null = null;
  /** Why it does not run, if that is no state of the session's. */
  #failure: (() => CameraState) | null = null;
  #shown = $state.raw(OFF);
  #mirrored = $state.raw<Choice<'mirrored'>>('auto');

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#root.adoptedStyleSheets = [sheet];
  }

  /** Whom it expects to see: `everyday` or `acting`. */
  get prior(): Choice<'prior'> {
    return this.#read('prior');
  }
  set prior(prior: Choice<'prior'>) {
    this.setAttribute('prior', prior);
  }

  /** The network: `fast`, `accurate`, or `auto` for the best one that keeps up. */
  get model(): Choice<'model'> {
    return this.#read('model');
  }
  set model(model: Choice<'model'>) {
    this.setAttribute('model', model);
  }

  /** What it runs on: `webgpu`, `webgl`, `wasm`, or `auto` for the best. */
  get backend(): Choice<'backend'> {
    return this.#read('backend');
  }
  set backend(backend: Choice<'backend'>) {
    this.setAttribute('backend', backend);
  }

  /** Which way the camera looks: at the `user` or at the `environment`. */
  get facing(): Choice<'facing'> {
    return this.#read('facing');
  }
  set facing(facing: Choice<'facing'>) {
    this.setAttribute('facing', facing);
  }

  /** Whether it is shown as in a mirror: `on`, `off`, or `auto` for a camera that looks at the visitor. */
  get mirrored(): Choice<'mirrored'> {
    return this.#read('mirrored');
  }
  set mirrored(mirrored: Choice<'mirrored'>) {
    this.setAttribute('mirrored', mirrored);
  }

  /** Whether it starts by itself. */
  get autostart(): boolean {
    return this.hasAttribute('autostart');
  }
  set autostart(autostart: boolean) {
    this.toggleAttribute('autostart', autostart);
  }

  /** Folder that holds `models/`, relative to the page or absolute; empty: the one that the program lies in. */
  get base(): string {
    return this.getAttribute('base') ?? '';
  }
  set base(base: string) {
    this.setAttribute('base', base);
  }

  /** How it is: what the last `state` event said. */
  get state(): CameraState {
    return this.#shown;
  }

  /**
   * Opens the camera, and loads the networks where that was not done yet.
   *
   * @throws DOMException 'InvalidStateError' if it does not stand in a page
   */
  start(): void {
    const visit = this.#visit;
    if (!visit) throw new DOMException('<mien-camera> stands in no page yet', 'InvalidStateError');
    this.#failure = null;
    if (this.#refuses(visit)) return;
    const { session } = visit.store;
    if (!visit.engineStarted || session.state.engine.status === 'failed') void session.startEngine();
    visit.engineStarted = true;
    void session.useCamera({ facing: this.facing });
  }

  /** Stops the camera. The networks stay, so that the next start is quick. */
  stop(): void {
    this.#failure = null;
    this.#visit?.store.session.goTo('start');
    this.#show(OFF);
  }

  connectedCallback(): void {
    adoptProperties(this, [...names, 'autostart', 'base']);
    const end = new AbortController();
    // What an earlier visit still has to say concerns nobody.
    const follow = () => {
      if (this.#visit?.store === store) this.#follow(this.#visit);
    };
    const store = createAppStore(
      {
        startEngine: (...how) => startEmbedded(this.base || null, this.backend, end.signal)(...how),
        openCamera,
        isCameraAllowed,
        listCameras,
        watchCameras,
        openPhoto,
        now: () => performance.now(),
      },
      follow,
    );
    store.session.setPrior(this.prior);
    void store.session.setModelWish(this.model);
    this.#mirrored = this.mirrored;
    this.#chooseLanguage();
    const shown = () => this.#shown;
    const mirrored = () => this.#mirrored;
    const view = mount(CameraView, {
      target: this.#root,
      props: {
        store,
        get shown() {
          return shown();
        },
        get mirrored() {
          return mirrored();
        },
        onStart: () => this.start(),
        onStop: () => this.stop(),
        onLanguage: follow,
      },
    });
    this.#visit = { store, end, view, engineStarted: false, lastAnalysis: null };
    if (this.autostart) this.start();
  }

  disconnectedCallback(): void {
    const visit = this.#visit;
    if (!visit) return;
    this.stop();
    this.#visit = null;
    visit.end.abort();
    void unmount(visit.view);
  }

  attributeChangedCallback(name: ChoiceName | 'base' | 'lang'): void {
    const visit = this.#visit;
    if (!visit) return;
    if (name === 'lang') {
      this.#chooseLanguage();
      return;
    }
    const wasRefused = this.#shown.code === UNKNOWN_CHOICE;
    if (this.#shown.state !== 'off' && this.#refuses(visit)) return;
    // What changed while it was refused was passed over.
    if (wasRefused) {
      this.#startOver();
      return;
    }
    const { session } = visit.store;
    switch (name) {
      case 'prior':
        session.setPrior(this.prior);
        break;
      case 'model':
        void session.setModelWish(this.model);
        break;
      case 'mirrored':
        this.#mirrored = this.mirrored;
        break;
      case 'facing':
        if (session.state.session.view === 'live') void session.useCamera({ facing: this.facing });
        break;
      case 'backend':
      case 'base':
        this.#startOver();
        break;
    }
  }

  // For the sake of types alone: `detail` is known for the element's own events.
  override addEventListener<K extends keyof MienCameraEventMap>(
    type: K,
    listener: (this: MienCameraElement, event: MienCameraEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  #read<N extends ChoiceName>(name: N): Choice<N> {
    return choose(name, this.getAttribute(name));
  }

  /** Stops, and says so, where an attribute asks for what does not exist. */
  #refuses({ store }: Visit): boolean {
    const unknown = findUnknown(Object.fromEntries(names.map((name) => [name, this.getAttribute(name)])));
    if (unknown) this.#fail(store, () => sayFailed(UNKNOWN_CHOICE, writeUnknown(unknown)));
    return unknown !== null;
  }

  /** A camera that nothing is read from does not stay on. */
  #fail({ session }: AppStore, failure: () => CameraState): void {
    this.#failure = failure;
    session.goTo('start');
    this.#show(failure());
  }

  /** That of the page around it, or of the visitor, where it is not told another one. */
  #chooseLanguage(): void {
    const marked = this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang;
    speakAsGuest(matchLocale([...(marked === undefined ? [] : [marked]), ...navigator.languages]));
  }

  /** With another engine, and with the camera if it was on. */
  #startOver(): void {
    const wasOn = this.#shown.state !== 'off';
    this.disconnectedCallback();
    this.connectedCallback();
    if (wasOn && !this.autostart) this.start();
  }

  #follow(visit: Visit): void {
    const { state } = visit.store;
    const { engine, session } = state;
    if (engine.status === 'failed' && session.view === 'live') {
      this.#fail(visit.store, () => describeFailure(engine.problem));
      return;
    }
    const running = session.view === 'live' && session.live.status === 'running' ? session.live : null;
    this.#show(this.#failure?.() ?? describeState(state));
    if (!running?.analysis || running.analysis === visit.lastAnalysis) return;
    visit.lastAnalysis = running.analysis;
    const detail: CameraReading = { ...nameReading(running.analysis, this.prior), time: running.capturedAtMs };
    this.dispatchEvent(new CustomEvent('reading', { detail }));
  }

  #show(next: CameraState): void {
    const last = this.#shown;
    this.#shown = next;
    if (next.state !== last.state || next.code !== last.code || next.title !== last.title) {
      this.dispatchEvent(new CustomEvent('state', { detail: next }));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mien-camera': MienCameraElement;
  }
}
