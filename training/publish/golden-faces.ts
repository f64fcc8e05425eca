import type { LayersModel } from '@tensorflow/tfjs-layers';
import { rowOf } from '../../src/core/expressions.ts';
import type { GoldenFaces } from '../../src/core/model-manifest.ts';
import { INPUT_PIXELS, INPUT_SIZE, type Normalisation } from '../../src/core/preprocess.ts';
import { predictLogits } from '../scoring/predict-logits.ts';

/** How far the mouths' middles are below their corners, in half face heights: a smile, and its opposite. */
const MOUTHS = [0.2, -0.2] as const;

/** Logits are kept to so many digits: more than any device gets alike. */
const DIGITS = 6;

/**
 * Draws faces and notes what a network gives for them, so that whoever runs it can tell whether it runs as here. They are
 * several and differ, so that faces which change places in a batch are noticed.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 */
export function makeGoldenFaces(model: LayersModel, normalisation: Normalisation): GoldenFaces {
  const crops = new Uint8Array(MOUTHS.length * INPUT_PIXELS);
  MOUTHS.forEach((bend, face) => crops.set(drawFace(bend), face * INPUT_PIXELS));
  const { votes, labels } = predictLogits(model, crops, normalisation);
  const round = (logit: number) => Number(logit.toPrecision(DIGITS));
  return {
    crops: Buffer.from(crops).toString('base64'),
    logits: MOUTHS.map((_, face) => [...rowOf(votes, face), ...(labels ? rowOf(labels, face) : [])].map(round)),
  };
}

/** A face by a few strokes on shades that differ from pixel to pixel; by arithmetic that is the same everywhere. */
function drawFace(mouthBend: number): Uint8Array {
  return Uint8Array.from({ length: INPUT_PIXELS }, (_, i) => {
    // From the middle: -1..1.
    const u = (2 * (i % INPUT_SIZE) + 1) / INPUT_SIZE - 1;
    const v = (2 * Math.floor(i / INPUT_SIZE) + 1) / INPUT_SIZE - 1;
    const side = Math.abs(u);
    const along = u / 0.3;
    const isMouth = side < 0.3 && Math.abs(v - 0.45 - mouthBend * (0.5 - along * along)) < 0.05;
    const isBrow = Math.abs(side - 0.34) < 0.2 && Math.abs(v + 0.45) < 0.04;
    if (isMouth || isBrow || isInEllipse(side - 0.32, v + 0.2, 0.13, 0.09)) return 40;
    return isInEllipse(u, v, 0.72, 0.92) ? 175 + 40 * u : 90 - 40 * v;
  });
}

function isInEllipse(x: number, y: number, radiusX: number, radiusY: number): boolean {
  return (x / radiusX) * (x / radiusX) + (y / radiusY) * (y / radiusY) < 1;
}
