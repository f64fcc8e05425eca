import { MODEL_NAMES, type ModelName } from '../../core/model-names.ts';
import type { EngineDescription } from '../../engine/link/protocol.ts';
import type { FrameStatistics } from './frame-statistics.ts';

/** Which network the visitor wants: one by name, or the best one that this machine keeps up with. */
export const MODEL_WISHES = ['auto', ...MODEL_NAMES] as const;
export type ModelWish = (typeof MODEL_WISHES)[number];

/** With the fast network at this time a face, the accurate one, of four times the arithmetic, takes half a frame at 30 a second. */
const KEEPS_UP_MS = 4;

/** A picture that is older than this when its reading shows lags behind the face visibly. */
const LAGS_MS = 100;

/** The first frames after a change are slower than those that follow. */
const SETTLING_FRAMES = 30;

/** The network to read with, by how fast the fast one was while the engine warmed up. */
export function chooseModel(wish: ModelWish, { faceMs }: EngineDescription): ModelName {
  if (wish !== 'auto') return wish;
  return faceMs <= KEEPS_UP_MS ? 'accurate' : 'fast';
}

/**
 * Whether video lags behind with the network in use.
 *
 * @param framesSinceChange read by this network
 */
export function lags({ latencyMs }: FrameStatistics, framesSinceChange: number): boolean {
  return framesSinceChange >= SETTLING_FRAMES && latencyMs > LAGS_MS;
}
