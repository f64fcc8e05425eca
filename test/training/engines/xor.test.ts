import { describe, expect, it } from 'vitest';
import { createOnnxGradientFunction } from '../../../training/engines/onnxruntime/onnx-gradient-function.ts';
import { applyGradients, createOptimizerState } from '../../../training/engines/optimizer.ts';
import { type OptimizerConfig } from '../../../training/recipe/optimizer-config.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { describeWeights } from '../../../src/core/weight-layout.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';

const INPUTS = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;
const ROWS = INPUTS.length;
const STEPS = 500;
const LEARNING_RATE = 0.05;
const ADAM: OptimizerConfig = {
  rule: { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  weightDecay: 0,
  clipNorm: null,
  averageDecay: 0,
};

const PERCEPTRON: NetworkDescription = {
  name: 'perceptron',
  input: [1, 1, 2],
  layers: [
    { type: 'flatten', name: 'pair' },
    { type: 'dense', name: 'logits', units: 2 },
  ],
};
const MLP: NetworkDescription = {
  name: 'mlp',
  input: [1, 1, 2],
  layers: [
    { type: 'flatten', name: 'pair' },
    { type: 'dense', name: 'hidden', units: 8 },
    { type: 'activation', name: 'hidden_sigmoid', activation: 'sigmoid' },
    { type: 'dense', name: 'logits', units: 2 },
  ],
};

/** @returns share of the four pairs that the network gets right after training by backpropagation */
async function learn(network: NetworkDescription, isTrue: (a: number, b: number) => boolean, seed: number) {
  const answers = INPUTS.map(([a, b]) => isTrue(a, b));
  const part = {
    images: Float32Array.from(INPUTS.flat()),
    targets: Float32Array.from(answers.flatMap((answer) => (answer ? [0, 1] : [1, 0]))),
    masks: [],
  };
  const slots = describeWeights(network);
  const weights = createInitialWeights(network, seed);
  const gradients = new Float32Array(weights.length);
  const state = createOptimizerState(weights);
  const gradientFunction = await createOnnxGradientFunction(network, ROWS);
  for (let step = 0; step < STEPS; step++) {
    await gradientFunction.compute(part, weights, gradients);
    applyGradients(weights, [gradients], slots, state, LEARNING_RATE, ADAM);
  }
  const logits = await gradientFunction.predict(part.images, weights);
  await gradientFunction.dispose();
  const right = answers.filter((answer, n) => (logits[2 * n + 1] as number) > (logits[2 * n] as number) === answer);
  return right.length / ROWS;
}

const and = (a: number, b: number) => a > 0 && b > 0;
const xor = (a: number, b: number) => a > 0 !== b > 0;
const SEEDS = [1, 2, 3];

describe.each(SEEDS)('learning a function of two bits from seed %d', (seed) => {
  it('a perceptron learns AND', async () => {
    expect(await learn(PERCEPTRON, and, seed)).toBe(1);
  });

  it('a perceptron cannot learn XOR (Minsky and Papert 1969)', async () => {
    expect(await learn(PERCEPTRON, xor, seed)).toBeLessThanOrEqual(0.75);
  });

  it('one hidden layer learns XOR (Rumelhart et al. 1986)', async () => {
    expect(await learn(MLP, xor, seed)).toBe(1);
  });
});
