import { chooseModel } from '../app/engine-lifecycle/model-choice.ts';
import { boundPicture, openPhoto } from '../capture/photo-file.ts';
import { captureFrame } from '../capture/video-frames.ts';
import { EngineError, type Engine } from '../engine/engine-client.ts';
import { matchLocale, speakAsGuest } from '../words/locale.svelte.ts';
import { choose, type Choice } from './choices.ts';
import { nameReading } from './name-reading.ts';
import type { MienReading } from './reading.ts';
import { startEmbedded } from './start-embedded.ts';
import { complainOf, complainOfEnd, toMienError } from './to-mien-error.ts';
import { findUnknown } from './unknown-choice.ts';

/** How Mien is to run. */
export interface MienOptions {
  /** Folder that holds `models/`, relative to the page or absolute; the one that this program lies in, if not given. */
  readonly base?: string | undefined;
  readonly backend?: Choice<'backend'> | undefined;
  readonly model?: Choice<'model'> | undefined;
  /** What the expression of each face goes by; its probabilities come by every prior. */
  readonly prior?: Choice<'prior'> | undefined;
  /** What its errors are written in, a tag like `zh-CN`; English, if not given or not known. */
  readonly lang?: string | undefined;
  /** Ends it, be it that it opens or is open: then its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads pictures and videos, one after another. Whoever opened it disposes of it. */
export interface Mien {
  /**
   * Reads a photo: a file, which is turned upright, or a bitmap, which is handed over and closed.
   *
   * @param signal gives it up: then its reason is thrown
   * @throws MienError
   */
  readPhoto(photo: Blob | ImageBitmap, signal?: AbortSignal): Promise<MienReading>;
  /**
   * Reads the next frame of a video and follows the faces in it. A frame that is no `<video>` is handed over and closed.
   *
   * @param signal gives it up: then its reason is thrown
   * @throws MienError
   */
  readFrame(frame: HTMLVideoElement | VideoFrame | ImageBitmap, signal?: AbortSignal): Promise<MienReading>;
  /** Forgets the faces of the last frame: the next one begins another video. */
  beginVideo(): Promise<void>;
  /** Frees all of it. What is still asked of it fails as `closed`. */
  dispose(): void;
}

/**
 * Starts Mien in a worker of its own and loads its networks.
 *
 * @throws MienError, or the signal's reason
 */
export async function openMien(options: MienOptions = {}): Promise<Mien> {
  const { base, backend, model, prior, lang, signal } = options;
  if (lang !== undefined) speakAsGuest(matchLocale([lang]));
  const unknown = findUnknown({ backend, model, prior });
  if (unknown) throw complainOf(unknown);
  const start = startEmbedded(base ?? null, choose('backend', backend), signal);
  const engine = await inWords(() => start({ onProgress: ignore, onStall: ignore }, []), signal);
  await inWords(() => useModel(engine, choose('model', model)), signal).catch((error: unknown) => {
    engine.dispose();
    throw error;
  });
  const byPrior = choose('prior', prior);
  const end = new AbortController();
  const ask = <T>(work: () => Promise<T>, cancel?: AbortSignal) => inWords(work, cancel, signal, end.signal);
  return {
    readPhoto: (photo, cancel) => ask(() => readPhoto(engine, photo, byPrior, cancel), cancel),
    readFrame: (frame, cancel) =>
      ask(
        async () => nameReading(await engine.analyseFrame(await takeFrame(frame), { signal: cancel }), byPrior),
        cancel,
      ),
    beginVideo: () => ask(() => engine.resetTracking()),
    dispose() {
      end.abort(complainOfEnd());
      engine.dispose();
    },
  };
}

const ignore = () => undefined;

async function useModel(engine: Engine, wish: Choice<'model'>): Promise<void> {
  const name = chooseModel(wish, engine.description);
  if (name !== engine.description.model.name) await engine.useModel(name, wish === 'auto');
}

async function readPhoto(
  engine: Engine,
  photo: Blob | ImageBitmap,
  prior: Choice<'prior'>,
  signal: AbortSignal | undefined,
): Promise<MienReading> {
  if (photo instanceof ImageBitmap) {
    const { width, height } = photo;
    return nameReading(await engine.analysePhoto(await boundPicture(photo), { signal }), prior, { width, height });
  }
  const file = await openPhoto(photo);
  try {
    return nameReading(await engine.analysePhoto(file.bitmap, { signal }), prior, file.original);
  } finally {
    file.release();
  }
}

/** @throws EngineError */
async function takeFrame(frame: HTMLVideoElement | VideoFrame | ImageBitmap): Promise<VideoFrame | ImageBitmap> {
  if (!(frame instanceof HTMLVideoElement)) return frame;
  try {
    return await captureFrame(frame);
  } catch (error) {
    throw new EngineError('unreadable-frame', String(error), { cause: error });
  }
}

/**
 * Does some work whose errors are to be read by whoever embeds Mien.
 *
 * @param signals whatever of them has ended is why it failed
 * @throws MienError, or the reason of a signal
 */
async function inWords<T>(work: () => Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const signal of signals) signal?.throwIfAborted();
    throw toMienError(error);
  }
}
