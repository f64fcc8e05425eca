import type { LayersModel } from '@tensorflow/tfjs-layers';
import { quantile } from 'simple-statistics';
import { INPUT_PIXELS, type Normalisation } from '../../src/core/preprocess.ts';
import { viewFace } from '../data/samples.ts';
import { predictLogits } from './predict-logits.ts';

/** Time from a crop to its logits, one face at a time, in milliseconds. */
export interface Latency {
  /** Faces that were timed. */
  readonly faces: number;
  readonly median: number;
  /** 95 of 100 faces took no longer. */
  readonly p95: number;
}

/** Faces that are read before the clock counts: a backend's first runs compile and allocate. */
const WARM_UP = 10;

/**
 * Times a model on single faces, with the tfjs backend that is current.
 *
 * @param pixels n x 2304 gray bytes, n >= 1; used in turn
 * @param faces how many to time
 */
export function measureLatency(
  model: LayersModel,
  pixels: Uint8Array,
  normalisation: Normalisation,
  faces = 200,
): Latency {
  const rows = pixels.length / INPUT_PIXELS;
  const times: number[] = [];
  for (let i = -WARM_UP; i < faces; i++) {
    const row = (i + WARM_UP) % rows;
    const face = viewFace(pixels, row);
    const startedAt = performance.now();
    predictLogits(model, face, normalisation);
    if (i >= 0) times.push(performance.now() - startedAt);
  }
  return { faces, median: quantile(times, 0.5), p95: quantile(times, 0.95) };
}
