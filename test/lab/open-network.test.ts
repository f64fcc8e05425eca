import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../src/core/model-manifest.ts';
import type { ShippedName } from '../../src/core/model-names.ts';
import { folderOfModel } from '../../training/models/model-files.ts';
import { PAGE_FILES, readShippedFiles, startTestLaboratory } from './shipped-files.ts';

const laboratory = await startTestLaboratory();

/** What is left of a refusal must be nothing. */
let tensorsBefore = 0;
beforeEach(() => (tensorsBefore = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(tensorsBefore));

async function changeManifest(name: ShippedName, change: (manifest: ModelManifest) => object): Promise<string> {
  const json = await readFile(join(folderOfModel(name), 'manifest.json'), 'utf8');
  return JSON.stringify(change(JSON.parse(json) as ModelManifest));
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a network is refused, with the reason', () => {
  it.each(PAGE_FILES)('without its %s', async (file) => {
    expect(await laboratory.open({ files: await readShippedFiles('mlp', { [file]: null }) })).toEqual({
      code: 'model-missing',
      detail: `own-network:/${file}: the server answered 404`,
    });
  });

  it('that the page does not serve', async () => {
    expect(await laboratory.open({ name: 'vgg' as ShippedName })).toEqual({
      code: 'model-missing',
      detail: 'https://mien.test/models/expression/vgg/manifest.json: the server answered 404',
    });
  });

  it('whose weights are another file than the manifest’s', async () => {
    const weights = Uint8Array.from(await readFile(join(folderOfModel('mlp'), 'weights.bin')));
    weights[1000] = (weights[1000] as number) ^ 1;
    const found = await laboratory.open({ files: await readShippedFiles('mlp', { 'weights.bin': weights }) });
    expect(found).toMatchObject({ code: 'model-mismatch' });
    expect(found).toHaveProperty('detail', expect.stringMatching(`weights.bin: its SHA-256 is ${hashOf(weights)}`));
  });

  it.each([
    ['no JSON', 'a recipe', /model\.json/],
    ['no network', '{"format":"other"}', /expected a layers model/],
    [
      'a network of layers that are unknown here',
      JSON.stringify({
        modelTopology: { config: { name: 'other', layers: [{ class_name: 'LSTM', name: 'lstm', config: {} }] } },
        weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
      }),
      /the network cannot be read: .*layers/,
    ],
  ])('whose model.json is %s', async (_, modelJson, reason) => {
    const found = await laboratory.open({ files: await readShippedFiles('mlp', { 'model.json': modelJson }) });
    expect(found).toMatchObject({ code: 'model-mismatch' });
    expect(found).toHaveProperty('detail', expect.stringMatching(reason));
  });

  it('whose model.json is another network’s', async () => {
    const modelJson = await readFile(join(folderOfModel('fast'), 'model.json'), 'utf8');
    const found = await laboratory.open({ files: await readShippedFiles('mlp', { 'model.json': modelJson }) });
    expect(found).toMatchObject({ code: 'model-mismatch' });
    expect(found).toHaveProperty('detail', expect.stringMatching('the network reads 48x48x1 and gives 14 outputs'));
  });

  it('whose file of weights lacks what the network needs', async () => {
    const modelJson = await readFile(join(folderOfModel('lenet5'), 'model.json'), 'utf8');
    const { modelTopology, weightsManifest } = JSON.parse(modelJson) as tf.io.ModelJSON;
    const [group] = weightsManifest as [tf.io.WeightsManifestConfig[number]];
    const renamed = group.weights.map((spec, i) => (i === 2 ? { ...spec, name: 'other/kernel' } : spec));
    const changed = JSON.stringify({ modelTopology, weightsManifest: [{ ...group, weights: renamed }] });
    const found = await laboratory.open({ files: await readShippedFiles('lenet5', { 'model.json': changed }) });
    expect(found).toMatchObject({ code: 'model-mismatch' });
    expect(found).toHaveProperty('detail', expect.stringMatching('there is no kernel of 5 x 5 x 6 x 16 for layer c3'));
  });

  it.each<[string, (manifest: ModelManifest) => object, RegExp]>([
    ['of another program', (manifest) => ({ ...manifest, format: 'other' }), /format/],
    ['of another version of the format', (manifest) => ({ ...manifest, version: 4 }), /version/],
    ['of other expressions', (manifest) => ({ ...manifest, labels: ['calm', 'angry'] }), /labels: expected angry/],
  ])('with a manifest %s', async (_, change, reason) => {
    const manifest = await changeManifest('mlp', change);
    const found = await laboratory.open({ files: await readShippedFiles('mlp', { 'manifest.json': manifest }) });
    expect(found).toMatchObject({ code: 'model-mismatch' });
    expect(found).toHaveProperty('detail', expect.stringMatching(reason));
  });

  it('that computes other logits than its manifest says', async () => {
    const manifest = await changeManifest('mlp', ({ golden, ...others }) => ({
      ...others,
      golden: { ...golden, logits: golden.logits.map((row) => row.map((logit) => logit + 0.2)) },
    }));
    const found = await laboratory.open({ files: await readShippedFiles('mlp', { 'manifest.json': manifest }) });
    expect(found).toMatchObject({ code: 'model-miscomputed' });
  });
});
