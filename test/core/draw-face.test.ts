import { beforeAll, describe, expect, it } from 'vitest';
import { computeProbabilities } from '../../src/core/decision-rule.ts';
import { drawFace } from '../../src/core/draw-face.ts';
import { EXPRESSIONS, leadingExpression, rowOf } from '../../src/core/expressions.ts';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { MODEL_NAMES } from '../../src/core/model-names.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { readExportedNetwork, type ExportedNetwork } from '../../training/foundations/exported-network.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { predictManyLogits } from '../../training/scoring/predict-logits.ts';

/** A sentence of a chapter moves the face by so many pixels. */
const MOVES = [0, 3, -3].flatMap((x) => [0, 3, -3].map((y) => ({ x, y })));

describe.each(MODEL_NAMES)('the %s network', (name) => {
  let network: ExportedNetwork;
  let manifest: ModelManifest;
  beforeAll(async () => {
    network = await readExportedNetwork(folderOfModel(name));
    ({ manifest } = await readModelFiles(folderOfModel(name)));
  });

  it.each(EXPRESSIONS)('reads the face drawn for %s as that, moved by some pixels or not', async (expression) => {
    const faces = new Uint8Array(MOVES.length * INPUT_PIXELS);
    MOVES.forEach((move, i) => faces.set(drawFace(expression, move), i * INPUT_PIXELS));
    const { votes } = await predictManyLogits(network, faces, manifest.normalisation);
    const readings = MOVES.map((_, i) => computeProbabilities(rowOf(votes, i), manifest.decisions.everyday));
    expect(readings.map(leadingExpression)).toEqual(MOVES.map(() => expression));
    // Where it is meant to be, clearly so.
    expect(readings[0]?.[EXPRESSIONS.indexOf(expression)]).toBeGreaterThan(0.85);
  });
});

it('is drawn alike each time, and is another face for each expression', () => {
  const faces = EXPRESSIONS.map((expression) => drawFace(expression));
  expect(EXPRESSIONS.map((expression) => drawFace(expression))).toEqual(faces);
  expect(new Set(faces.map((face) => face.join())).size).toBe(EXPRESSIONS.length);
  for (const face of faces) expect(face).toHaveLength(INPUT_PIXELS);
});

it('keeps its pixels when it is moved by whole ones', () => {
  const [still, moved] = [drawFace('happy'), drawFace('happy', { x: 3, y: -2 })];
  for (let y = 0; y < INPUT_SIZE - 2; y++) {
    for (let x = 3; x < INPUT_SIZE; x++) {
      expect(moved[y * INPUT_SIZE + x]).toBe(still[(y + 2) * INPUT_SIZE + x - 3]);
    }
  }
});

it('lies between two of its places when it is moved by half a pixel', () => {
  const compare = (a: Uint8Array, b: Uint8Array) =>
    a.reduce((sum, gray, i) => sum + Math.abs(gray - (b[i] as number)), 0) / INPUT_PIXELS;
  const [left, half, right] = [0, 0.5, 1].map((x) => drawFace('fear', { x, y: 0 })) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const middle = left.map((gray, i) => Math.round((gray + (right[i] as number)) / 2));
  expect(compare(half, middle)).toBeLessThan(compare(left, right) / 4);
});
