import { createHash } from 'node:crypto';
import { io } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { vi } from 'vitest';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { HEADS } from '../../src/core/heads.ts';

/** What a server has, by address. */
export type ServedFiles = Record<string, Response>;

/** Where the model of the tests is. */
export const MODEL_FOLDER = 'https://mien.test/models/expression/';

/** A manifest that this program accepts; its golden face is black, and what it says of that is made up. */
export function makeManifest(weights: Uint8Array, headCount = 1) {
  return {
    format: 'mien-expression-model',
    version: 5,
    labels: [...EXPRESSIONS],
    heads: HEADS.slice(0, headCount),
    input: { width: 48, height: 48, channels: 1 },
    normalisation: { mean: 100, std: 50 },
    crop: { scale: 1.2, offsetX: 0.1, offsetY: -0.1 },
    decisions: {
      everyday: { temperature: 1.5, logitOffsets: [0, 1, 0.5, -0.5, 0, 0, -1] },
      acting: { temperature: 1.2, logitOffsets: [0, 2, 1, -1, 0, 0, -2] },
    },
    weightsSha256: createHash('sha256').update(weights).digest('hex'),
    parameters: 1,
    macs: 1,
    golden: { crops: 'AAAA'.repeat(768), logits: [Array<number>(7 * headCount).fill(1)] },
    metrics: {
      split: 'PublicTest',
      fer2013Labels: null,
      ferPlusMajority: null,
      labelHead: null,
      clean: null,
      acting: { fer2013Labels: null, ferPlusMajority: null },
      robustness: null,
      humanBaseline: null,
      crossEntropy: 1,
      targetEntropy: 0,
    },
    calibration: {
      truth: 'fer2013Labels',
      offsets: null,
      n: 1,
      ece: { before: 0.1, after: 0.1 },
      crossEntropy: { before: 1, after: 1 },
      voteCrossEntropy: null,
    },
    data: { hashes: { data: null, votes: null, leakage: null }, splitRule: 'none', trainingRows: 0 },
    training: { engine: 'test', seed: 0, epochs: 0, hours: null, gitCommit: null, config: {} },
  };
}

/** A small network from 48x48x1 to logits, in the files that the page loads. */
export async function makeModelFiles({ outputs = 7 } = {}) {
  const network = sequential({
    layers: [
      layers.averagePooling2d({ poolSize: 12, inputShape: [48, 48, 1] }),
      layers.flatten(),
      layers.dense({ units: outputs, kernelInitializer: initializers.glorotUniform({ seed: 3 }) }),
    ],
  });
  const artifacts = await new Promise<io.ModelArtifacts>((resolve) => {
    void network.save(
      io.withSaveHandler((saved) => {
        resolve(saved);
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      }),
    );
  });
  const weights = new Uint8Array(artifacts.weightData as ArrayBuffer);
  const modelJson = {
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
  };
  network.dispose();
  return { manifest: makeManifest(weights, Math.floor(outputs / 7)), modelJson, weights };
}

/** Answers `fetch` with the model's files, and with `changes` in the place of some of them. */
export function serveModel(
  { manifest, modelJson, weights }: Awaited<ReturnType<typeof makeModelFiles>>,
  changes: ServedFiles = {},
): void {
  const files: ServedFiles = {
    'manifest.json': Response.json(manifest),
    'model.json': Response.json(modelJson),
    'weights.bin': new Response(weights),
    ...changes,
  };
  vi.stubGlobal('fetch', (url: string) =>
    Promise.resolve(files[url.replace(MODEL_FOLDER, '')] ?? new Response(null, { status: 404 })),
  );
}
