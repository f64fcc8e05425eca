import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  readExportedNetwork,
  readReferredNetwork,
  referToModel,
} from '../../../training/foundations/exported-network.ts';
import { ModelFilesError } from '../../../training/models/model-files.ts';
import { addLabelHead, describeStages, ZOO } from '../../../training/models/zoo.ts';
import { PRESETS } from '../../../training/recipe/presets.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { measureDifference } from '../engines/compare-values.ts';
import { SMALL_RESIDUAL_NETWORK } from '../engines/layer-networks.ts';
import { writeModel } from '../write-model.ts';

const TINY = describeStages('tiny', [[4], [8]], 0.2);
const describeTraining = (network: unknown) => ({ training: { ...MANIFEST.training, config: { network } } });

describe('an exported model', () => {
  it.each([TINY, addLabelHead(SMALL_RESIDUAL_NETWORK), ZOO.lenet5])(
    'comes back as layers and weights: $name',
    async (network) => {
      const folder = await makeTemporaryFolder();
      const written = await writeModel(folder, network, 3);
      const { numTensors } = tf.memory();
      const read = await readExportedNetwork(folder);
      expect(read.network).toEqual(written.network);
      expect(read.weightsSha256).toBe(written.weightsSha256);
      expect(measureDifference(read.weights, written.weights)).toBeLessThan(1e-3); // float16
      expect(tf.memory().numTensors).toBe(numTensors);
    },
  );

  it.each([
    ['no description', describeTraining(undefined)],
    ['one that is no network', describeTraining({ name: 'tiny', layers: [{}] })],
    ['one of other filters', describeTraining(describeStages('tiny', [[5], [8]], 0.2))],
    [
      'one of the same weights in another order',
      describeTraining({ ...TINY, layers: TINY.layers.filter((layer) => layer.type !== 'max-pool') }),
    ],
    [
      'other heads',
      {
        heads: ['votes', 'labels'] as const,
        golden: { ...MANIFEST.golden, logits: [Array.from({ length: 14 }, () => 1)] },
      },
    ],
  ])('is refused with %s', async (_, changes) => {
    const folder = await makeTemporaryFolder();
    await writeModel(folder, TINY, 3, changes);
    await expect(readExportedNetwork(folder)).rejects.toThrow(/does not describe the network .* export it again/);
    await expect(readExportedNetwork(folder)).rejects.toThrow(ModelFilesError);
  });

  it('is refused if it wants other images', async () => {
    const folder = await makeTemporaryFolder();
    await writeModel(folder, TINY, 3, { normalisation: { mean: 129.5, std: 64.5 } });
    await expect(readExportedNetwork(folder)).rejects.toThrow(/129\.5.*127\.5/);
  });

  it('is named with the commands that make one like it if the page never has it, and with what it has learnt from', async () => {
    const folder = await makeTemporaryFolder();
    const startFrom = { folder: 'models/first', weightsSha256: 'ab'.repeat(32) };
    const teachers = [
      {
        folder: 'models/second',
        weightsSha256: 'cd'.repeat(32),
        madeBy: ['make the second'],
        outsideNetworks: ['x/y.json'],
      },
    ];
    const config = { ...PRESETS.perceptron, engine: 'onnxruntime', startFrom, teachers };
    await writeModel(folder, ZOO.perceptron, 3, { training: { ...MANIFEST.training, config } });
    const { madeBy, outsideNetworks } = await referToModel(folder);
    expect(outsideNetworks).toEqual(['x/y.json']);
    expect(madeBy).toEqual([
      'npm run train:restore -- abababababab models/first',
      'make the second',
      `npm run train -- --preset perceptron --engine onnxruntime --start-from models/first --teacher models/second --run ${folder}-run`,
      `npm run export -- --run ${folder}-run --out ${folder}`,
    ]);
  });

  it('is not named where its manifest does not say as it should what it was made from', async () => {
    const folder = await makeTemporaryFolder();
    const config = { ...PRESETS.perceptron, engine: 'onnxruntime', teachers: [{ folder: 'models/first' }] };
    await writeModel(folder, ZOO.perceptron, 3, { training: { ...MANIFEST.training, config } });
    await expect(referToModel(folder)).rejects.toThrow(
      /training\.config .*\(teachers\.0\.weightsSha256: .*undefined\)/,
    );
  });

  it('is known again, until it is another or gone', async () => {
    const folder = join(await makeTemporaryFolder(), 'model');
    const written = await writeModel(folder, TINY, 3);
    const reference = await referToModel(folder);
    expect(reference).toEqual({ folder, weightsSha256: written.weightsSha256 });
    expect((await readReferredNetwork(reference)).network).toEqual(written.network);
    await writeModel(folder, TINY, 4);
    await expect(readReferredNetwork(reference)).rejects.toThrow(/no longer holds the model/);
    await rm(folder, { recursive: true });
    await expect(readReferredNetwork(reference)).rejects.toThrow(/manifest\.json cannot be read/);
  });
});
