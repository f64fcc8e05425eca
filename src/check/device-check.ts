import { describeProblem, type Problem } from '../app/engine-lifecycle/problem.ts';
import { INPUT_PIXELS } from '../core/preprocess.ts';
import type { Engine } from '../engine/engine-client.ts';
import type { EngineDescription, LoadProgress } from '../engine/link/protocol.ts';
import { GOLDEN_HASH, hashPreprocessing } from './golden-preprocessing.ts';

/** How long things took, in milliseconds: medians of a few runs, as the page would wait for them. */
export interface Speed {
  readonly oneFaceMs: number;
  readonly eightFacesMs: number;
  /** Looking for faces in a 640x480 picture that shows none. */
  readonly detectionMs: number;
}

/** How far the check of the engine has come. */
export type EngineCheck =
  | { readonly status: 'starting'; readonly progress: LoadProgress | null }
  | { readonly status: 'measuring'; readonly description: EngineDescription }
  | { readonly status: 'done'; readonly description: EngineDescription; readonly speed: Speed }
  | { readonly status: 'failed'; readonly problem: Problem };

/** The check as a whole; tests reach it as `window.mienCheck`. */
export interface DeviceCheck {
  /** What the preprocessing gave here, and what it gives in Node and everywhere else. */
  readonly preprocessing: { readonly hash: string; readonly expected: string };
  /** Resolves to the running engine, or to null if it failed. Its own requests may be sent at once. */
  readonly engine: Promise<Engine | null>;
  /** Resolves when the page has nothing more to find out. */
  readonly finished: Promise<EngineCheck>;
}

declare global {
  interface Window {
    mienCheck?: DeviceCheck;
  }
}

/**
 * Checks preprocessing and engine on this device.
 *
 * @param startEngine starts the engine that is to be checked
 * @param now a clock in milliseconds
 * @param onChange hears how the check of the engine goes on
 */
export function checkDevice(
  startEngine: (onProgress: (progress: LoadProgress) => void) => Promise<Engine>,
  now: () => number,
  onChange: (state: EngineCheck) => void,
): DeviceCheck {
  const fail = (error: unknown): EngineCheck => ({ status: 'failed', problem: describeProblem(error) });
  const starting = startEngine((progress) => onChange({ status: 'starting', progress }));
  const checkEngine = async (): Promise<EngineCheck> => {
    try {
      const engine = await starting;
      engine.onLost((error) => onChange(fail(error)));
      const { description } = engine;
      onChange({ status: 'measuring', description });
      return { status: 'done', description, speed: await measureSpeed(engine, now) };
    } catch (error) {
      return fail(error);
    }
  };
  return {
    preprocessing: { hash: hashPreprocessing(), expected: GOLDEN_HASH },
    engine: starting.catch(() => null),
    finished: checkEngine().then((state) => {
      onChange(state);
      return state;
    }),
  };
}

async function measureSpeed(engine: Engine, now: () => number): Promise<Speed> {
  const classify = (faceCount: number) => engine.classifyCrops(new Uint8Array(faceCount * INPUT_PIXELS).fill(128));
  const detect = async () => engine.analyseFrame(await createImageBitmap(new ImageData(640, 480)));
  return {
    oneFaceMs: await measureMedianMs(() => classify(1), now),
    eightFacesMs: await measureMedianMs(() => classify(8), now),
    detectionMs: await measureMedianMs(detect, now),
  };
}

const MOST_RUNS = 15;

/** Software adapters take seconds for a run: one is enough then. */
const LONGEST_MS = 1500;

/** The median time of some runs: as many as fit into the time, at least one. */
async function measureMedianMs(run: () => Promise<unknown>, now: () => number): Promise<number> {
  const startedAtMs = now();
  const times: number[] = [];
  do {
    const runStartedAtMs = now();
    await run();
    times.push(now() - runStartedAtMs);
  } while (times.length < MOST_RUNS && now() - startedAtMs < LONGEST_MS);
  return times.sort((a, b) => a - b)[times.length >> 1] as number;
}
