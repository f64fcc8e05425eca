import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { input, layers, model, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { MODEL_NAMES } from '../../../src/core/model-names.ts';
import { planKernels } from '../../../src/engine/kernels/plan-kernels.ts';
import { folderOfModel, readModelFiles } from '../../../training/models/model-files.ts';

beforeAll(() => setBackend('cpu'));

const conv = (filters: number, options: Partial<Parameters<typeof layers.conv2d>[0]> = {}) =>
  layers.conv2d({ filters, kernelSize: 3, padding: 'same', ...options });
const relu = () => layers.activation({ activation: 'relu' });
const pool = (options: Partial<Parameters<typeof layers.maxPooling2d>[0]> = {}) =>
  layers.maxPooling2d({ poolSize: 2, strides: 2, ...options });

/** A network of these layers behind an input of 8x8 pixels, with a mean and a dense layer at its end. */
function stack(...middle: Parameters<ReturnType<typeof sequential>['add']>[0][]): LayersModel {
  const network = sequential();
  network.add(layers.inputLayer({ inputShape: [8, 8, 4] }));
  for (const layer of middle) network.add(layer);
  network.add(layers.globalAveragePooling2d({}));
  network.add(layers.dense({ units: 7 }));
  return network;
}

test.each(MODEL_NAMES)('the network %s is known, and takes at most 14 kernels', async (name) => {
  const { model: network } = await readModelFiles(folderOfModel(name));
  const kernels = planKernels(network);
  const convolutions = network.layers.filter((layer) => layer.getClassName() === 'Conv2D');
  expect(kernels).toHaveLength(convolutions.length + 1);
  expect(kernels?.length).toBeLessThanOrEqual(14);
});

test('ReLU and pooling go with the convolution before them', () => {
  const kernels = planKernels(stack(conv(8), relu(), pool(), conv(16, { kernelSize: 1, activation: 'relu' })));
  expect(kernels).toMatchObject([
    { operation: { type: 'convolution', height: 8, channels: 4, filters: 8, relu: true, pools: true }, reads: 0 },
    { operation: { type: 'convolution', height: 4, channels: 8, filters: 16, size: 1, pools: false }, reads: 1 },
    { operation: { type: 'mean-dense', pixels: 16, channels: 16, units: 7 }, reads: 2 },
  ]);
});

test('a sum goes with the later of the two convolutions, whichever way round it is written', () => {
  for (const swap of [false, true]) {
    const image = input({ shape: [8, 8, 4] });
    const first = conv(8, { activation: 'relu' }).apply(image);
    const second = conv(8).apply(first);
    const pair = (swap ? [second, first] : [first, second]) as [typeof image, typeof image];
    const sum = relu().apply(layers.add().apply(pair));
    const output = layers.dense({ units: 7 }).apply(layers.globalAveragePooling2d({}).apply(sum));
    const kernels = planKernels(model({ inputs: image, outputs: output as typeof image }));
    expect(kernels).toMatchObject([
      { reads: 0, adds: null },
      { operation: { addsMap: true, relu: true }, reads: 1, adds: 1 },
      { operation: { type: 'mean-dense' }, reads: 2 },
    ]);
  }
});

describe('left to tfjs are', () => {
  test.each([
    ['strides', () => stack(conv(8, { strides: 2 }))],
    ['dilated filters', () => stack(conv(8, { dilationRate: 2 }))],
    ['filters of an even side', () => stack(conv(8, { kernelSize: 2 }))],
    ['maps without margin', () => stack(conv(8, { padding: 'valid' }))],
    ['channels that do not come in fours', () => stack(conv(6))],
    ['other activations', () => stack(conv(8, { activation: 'elu' }))],
    ['convolutions without bias', () => stack(conv(8, { useBias: false }))],
    ['other sizes of pooling', () => stack(conv(8), pool({ poolSize: 3 }))],
    ['pooling twice', () => stack(conv(8), pool(), pool())],
    ['pooling of the image', () => stack(pool())],
    ['layers that nobody has thought of', () => stack(conv(8), layers.averagePooling2d({ poolSize: 2 }))],
    [
      'networks that give a map',
      () => {
        const image = input({ shape: [8, 8, 4] });
        return model({ inputs: image, outputs: conv(8).apply(image) as typeof image });
      },
    ],
    [
      'a convolution whose map is read before and after its ReLU',
      () => {
        const image = input({ shape: [8, 8, 4] });
        const first = conv(8).apply(image) as typeof image;
        const second = conv(8).apply(relu().apply(first)) as typeof image;
        const sum = layers.add().apply([first, second]) as typeof image;
        const output = layers.dense({ units: 7 }).apply(layers.globalAveragePooling2d({}).apply(sum));
        return model({ inputs: image, outputs: output as typeof image });
      },
    ],
  ])('%s', (_, make) => {
    expect(planKernels(make())).toBeNull();
  });
});
