import type { Photo } from '../../capture/photo-file.ts';
import { isEngineLoss, type AnalysisOptions, type Engine } from '../../engine/engine-client.ts';
import type { Analysis } from '../../engine/link/protocol.ts';
import { describeProblem, type Problem } from '../engine-lifecycle/problem.ts';

/** How far one photo has come. */
export type PhotoProgress =
  | { readonly status: 'queued' }
  | { readonly status: 'opening' }
  /** Open, and with the engine or waiting for it. */
  | { readonly status: 'reading'; readonly photo: Photo }
  | { readonly status: 'read'; readonly photo: Photo; readonly analysis: Analysis }
  /** `photo` is null where the file could not even be opened. */
  | { readonly status: 'failed'; readonly photo: Photo | null; readonly problem: Problem };

/** One photo of the strip. */
export interface PhotoItem {
  readonly id: number;
  readonly file: File;
  readonly progress: PhotoProgress;
}

/** The photos in the order in which they came. If there are any, `selectedId` is one of them. */
export interface PhotosState {
  readonly items: readonly PhotoItem[];
  readonly selectedId: number;
}

/** What a photo session needs from outside. */
export interface PhotoDependencies {
  readonly openPhoto: (file: File) => Promise<Photo>;
  /** Waits until there is an engine, through failures and restarts if need be. */
  readonly waitForEngine: () => Promise<Engine>;
}

/** Reads photos one after another, so that no more than one decoded picture is alive. */
export class PhotoSession {
  readonly #dependencies: PhotoDependencies;
  readonly #onChange: (state: PhotosState) => void;
  readonly #wish: Pick<AnalysisOptions, 'withCrops'>;
  #state: PhotosState = { items: [], selectedId: 0 };
  #nextId = 0;
  #working = false;
  readonly #left = new AbortController();
  /** Photos that were with an engine when it was lost, and are read by the next one. */
  readonly #givenBack = new Set<number>();

  /** @param wish what is wanted of each reading beside the usual */
  constructor(
    dependencies: PhotoDependencies,
    onChange: (state: PhotosState) => void,
    wish: Pick<AnalysisOptions, 'withCrops'> = {},
  ) {
    this.#dependencies = dependencies;
    this.#onChange = onChange;
    this.#wish = wish;
  }

  get state(): PhotosState {
    return this.#state;
  }

  /** Adds files (at least one) to the strip and selects the first of them. */
  add(files: readonly File[]): void {
    const selectedId = this.#nextId;
    const added = files.map((file): PhotoItem => ({ id: this.#nextId++, file, progress: { status: 'queued' } }));
    this.#change({ items: [...this.#state.items, ...added], selectedId });
    void this.#work();
  }

  select(id: number): void {
    if (this.#find(id)) this.#change({ ...this.#state, selectedId: id });
  }

  /** Reads the photos again that the engine failed on. Files that cannot be opened stay as they are. */
  retry(): void {
    for (const { id, progress } of this.#state.items) {
      if (progress.status !== 'failed' || !progress.photo) continue;
      progress.photo.release();
      this.#givenBack.delete(id);
      this.#setProgress(id, { status: 'queued' });
    }
    void this.#work();
  }

  /** Gives up the photo in work and frees all pictures. The session says nothing more. */
  dispose(): void {
    this.#left.abort();
    for (const { progress } of this.#state.items) {
      if ('photo' in progress) progress.photo?.release();
    }
    this.#state = { items: [], selectedId: 0 };
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#findQueued(); next; next = this.#findQueued()) {
      await this.#read(next);
    }
    this.#working = false;
  }

  async #read({ id, file }: PhotoItem): Promise<void> {
    let photo: Photo | null = null;
    try {
      this.#setProgress(id, { status: 'opening' });
      photo = await this.#dependencies.openPhoto(file);
      if (!this.#find(id)) {
        photo.release();
        return;
      }
      this.#setProgress(id, { status: 'reading', photo });
      const engine = await this.#dependencies.waitForEngine();
      if (!this.#find(id)) return;
      const analysis = await engine.analysePhoto(photo.bitmap, { ...this.#wish, signal: this.#left.signal });
      this.#setProgress(id, { status: 'read', photo, analysis });
    } catch (error) {
      // The second engine that is lost on a photo was probably lost by it: the others shall not wait for a third.
      if (isEngineLoss(error) && !this.#givenBack.has(id)) {
        this.#givenBack.add(id);
        photo?.release();
        this.#setProgress(id, { status: 'queued' });
      } else {
        this.#setProgress(id, { status: 'failed', photo, problem: describeProblem(error) });
      }
    }
  }

  /** The photo that the visitor looks at comes first. */
  #findQueued(): PhotoItem | undefined {
    const queued = this.#state.items.filter((item) => item.progress.status === 'queued');
    return queued.find((item) => item.id === this.#state.selectedId) ?? queued[0];
  }

  #find(id: number): PhotoItem | undefined {
    return this.#state.items.find((item) => item.id === id);
  }

  /** Does nothing for a photo that is gone: the session was disposed meanwhile. */
  #setProgress(id: number, progress: PhotoProgress): void {
    if (!this.#find(id)) return;
    const items = this.#state.items.map((item) => (item.id === id ? { ...item, progress } : item));
    this.#change({ ...this.#state, items });
  }

  #change(state: PhotosState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
