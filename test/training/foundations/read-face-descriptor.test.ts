import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { NO_AUGMENTATION } from '../../../training/recipe/augmentation.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import type { StoredNetwork } from '../../../training/foundations/exported-network.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import { buildLayersModel } from '../../../training/models/layers-model.ts';
import { placeLayers } from '../../../src/core/network-description.ts';
import { readFaceDescriptor } from '../../../training/foundations/read-face-descriptor.ts';
import { countValues, describeWeights } from '../../../src/core/weight-layout.ts';
import { addLabelHead, ZOO } from '../../../training/models/zoo.ts';
import { createStartWeights, referToStart } from '../../../training/foundations/start-weights.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';

const FILE = fileURLToPath(new URL('../../../node_modules/@vladmandic/human/models/faceres.json', import.meta.url));
const SIZE = 48;

/** A gray ramp and waves, so faint that no ReLU reaches 6, where those of the face descriptor stop. */
const FAINT = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
  const [y, x] = [Math.floor(i / SIZE), i % SIZE];
  return 0.004 * (Math.sin(x / 3) + Math.cos(y / 4) + x / SIZE);
});

/** The network as it was published, for pictures of any size. */
async function loadGraph(): Promise<GraphModel> {
  const json = JSON.parse((await readFile(FILE, 'utf8')).replaceAll('"224"', '"-1"')) as tf.io.ModelJSON;
  const weightData = new Uint8Array(await readFile(FILE.replace('.json', '.bin'))).buffer;
  const weightSpecs = json.weightsManifest.flatMap(({ weights }) => weights);
  return loadGraphModel({ load: () => Promise.resolve({ ...json, weightSpecs, weightData }) });
}

/** The first layers of a network as a network, up to a layer. */
function cut({ network, weights }: StoredNetwork, last: string) {
  const layers = network.layers.slice(0, network.layers.findIndex(({ name }) => name === last) + 1);
  const part = { ...network, layers };
  return { network: part, weights: weights.slice(0, countValues(describeWeights(part))) };
}

/** Values of the maps that are far enough from the edges: the picture twice as large ends elsewhere. */
function listInside(map: tf.Tensor, margin: number): number[] {
  const [, height, width, channels] = map.shape as [number, number, number, number];
  return Array.from(map.dataSync()).filter((_, i) => {
    const [y, x] = [Math.floor(i / channels / width), Math.floor(i / channels) % width];
    return y >= margin && x >= margin && y < height - margin && x < width - margin;
  });
}

describe('a face descriptor as the start of a network', () => {
  it('sees what it saw in a picture twice as large', async () => {
    await prepareWasmBackend();
    const graph = await loadGraph();
    const read = await readFaceDescriptor(FILE, ZOO.mobilenet);
    for (const [node, layer] of [
      ['conv1_bn/batchnorm_1/add_1', 'stem'],
      ['conv_dw_1_bn/batchnorm_1/add_1', 'block1_depthwise'],
      ['conv_pw_1_bn/batchnorm_1/add_1', 'block1_pointwise'],
      ['conv_dw_2_bn/batchnorm_1/add_1', 'block2_depthwise'],
      ['conv_pw_2_bn/batchnorm_1/add_1', 'block2_pointwise'],
    ] as const) {
      const [expected, actual] = tf.tidy(() => {
        const gray = tf.tensor4d(FAINT, [1, SIZE, SIZE, 1]);
        const large = tf.image.resizeBilinear(gray, [2 * SIZE, 2 * SIZE], false, true);
        const colours = tf.mul(tf.tile(large, [1, 1, 1, 3]), NORMALISATION.std);
        const part = cut(read, layer);
        const ours = buildLayersModel(part.network, part.weights).predict(gray) as tf.Tensor;
        return [graph.execute(colours, node) as tf.Tensor, ours].map((map) => listInside(map, 4));
      }) as [number[], number[]];
      expect(actual).toHaveLength(expected.length);
      const largest = Math.max(...expected.map(Math.abs));
      expect(largest, layer).toBeLessThan(6);
      const differences = expected.map((value, i) => Math.abs(value - (actual[i] as number)));
      expect(Math.max(...differences) / largest, layer).toBeLessThan(1e-3);
    }
  });

  it('fills all convolutions, and leaves the heads as they were drawn', async () => {
    const network = addLabelHead(ZOO.mobilenet);
    const startFrom = await referToStart(FILE, network);
    const config = { network, batchSize: 4, seed: 4, augment: NO_AUGMENTATION, targets: 'vote-shares' } as const;
    const faces = createSyntheticFaces(1, 1);
    const weights = await createStartWeights({ ...config, startFrom }, faces);
    const drawn = await createStartWeights({ ...config, startFrom: null }, faces);
    for (const { layer, role, offset, size } of describeWeights(network)) {
      const [ours, others] = [weights, drawn].map((all) => all.subarray(offset, offset + size));
      expect(ours?.every(Number.isFinite)).toBe(true);
      if (role === 'kernel') expect(ours?.join() === others?.join(), layer).toBe(layer === 'logits');
    }
    expect(placeLayers(network).filter(({ layer }) => layer.type === 'depthwise-conv')).toHaveLength(13);
  });

  it('is refused in a sentence, if it is none or the network is another', async () => {
    const folder = await makeTemporaryFolder();
    await expect(readFaceDescriptor(FILE, ZOO.fast)).rejects.toThrow(
      /faceres\.json cannot be the start of fast: it has no kernel of stage1_conv1/,
    );
    await expect(readFaceDescriptor(join(folder, 'missing.json'), ZOO.mobilenet)).rejects.toThrow(
      /missing\.json is no graph model whose weights lie beside it/,
    );
    await writeFile(join(folder, 'layers.json'), JSON.stringify({ format: 'layers-model', weightsManifest: [] }));
    await expect(readFaceDescriptor(join(folder, 'layers.json'), ZOO.mobilenet)).rejects.toThrow(
      /layers\.json is no graph model .*\(format: .*"layers-model"\)/,
    );
  });
});
