import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { REFERENCE_NETWORK } from '../../../../training/bench/measure-engines.ts';
import { canBlock } from '../../../../training/engines/onnxruntime/blocked-maps.ts';
import { findBlockSize } from '../../../../training/engines/onnxruntime/onnx-gradient-function.ts';
import { buildPredictionGraph } from '../../../../training/engines/onnxruntime/network-graph.ts';
import type { LayerDescription, NetworkDescription } from '../../../../src/core/network-description.ts';
import { ZOO } from '../../../../training/models/zoo.ts';
import { createBatch, createPerturbedWeights } from '../create-batch.ts';

function follow(...layers: LayerDescription[]): NetworkDescription {
  const conv = { type: 'conv', name: 'conv', filters: 16, kernelSize: 3, padding: 'same', bias: true } as const;
  return { name: 'small', input: [6, 6, 1], layers: [conv, ...layers] };
}

describe('maps in blocks of channels', () => {
  it.each([ZOO.fast, ZOO.accurate, REFERENCE_NETWORK])('serve the network $name', (network) => {
    expect(canBlock(network, 16)).toBe(true);
    expect(canBlock(network, 8)).toBe(true);
  });

  it('serve nobody where the processor has no blocks', () => {
    expect(canBlock(ZOO.fast, 1)).toBe(false);
  });

  it.each([
    ['channels that fill no block', ZOO.lenet5],
    [
      'a stride',
      follow({ type: 'conv', name: 'b', filters: 16, kernelSize: 3, stride: 2, padding: 'same', bias: true }),
    ],
    ['squares that leave an edge over', follow({ type: 'max-pool', name: 'b', size: 4 })],
    ['a flattened map', follow({ type: 'flatten', name: 'b' })],
    ['a dropped map', follow({ type: 'dropout', name: 'b', rate: 0.5 })],
    ['the picture itself, added', follow({ type: 'activation', name: 'b', from: 'input', activation: 'relu' })],
    ['more channels in the picture than a block', { ...follow(), input: [6, 6, 16] as const }],
  ])('do not serve %s', (_, network) => {
    expect(canBlock(network, 16)).toBe(false);
  });

  it('give the logits of plain maps', async () => {
    const { images } = createBatch(ZOO.fast, 2);
    const weights = createPerturbedWeights(ZOO.fast);
    const predict = async (block: number) => {
      const graph = buildPredictionGraph(ZOO.fast, 2, block);
      const session = await InferenceSession.create(graph, { logSeverityLevel: 3 });
      const inputs = { images: new Tensor(images, [2, 48, 48, 1]), weights: new Tensor(weights, [weights.length]) };
      return [...((await session.run(inputs)).logits?.data as Float32Array)];
    };
    const plain = await predict(1);
    (await predict(await findBlockSize())).forEach((logit, i) => expect(logit).toBeCloseTo(plain[i] as number, 4));
  });
});

describe('findBlockSize', () => {
  it('finds a size that onnxruntime has', async () => {
    const block = await findBlockSize();
    expect([1, 4, 8, 16]).toContain(block);
    // Every such processor has at least AVX, and with it blocks.
    if (process.arch === 'x64') expect(block).toBeGreaterThan(1);
  });
});
