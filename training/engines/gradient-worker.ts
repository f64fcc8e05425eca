import { parentPort, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { augmentFace, type AugmentConfig } from '../data/augment.ts';
import { createRandom, type Random } from '../data/random.ts';
import { buildNetwork, type Network } from '../models/network.ts';
import { describeWeights, loadWeights, type WeightSlot } from '../models/weight-layout.ts';
import type { GradientReply, GradientRequest, GradientWorkerData } from './gradient-messages.ts';
import { prepareWasmBackend } from './wasm-backend.ts';

const data = workerData as GradientWorkerData;
const port = parentPort;
if (!port) throw new Error('gradient-worker.ts runs in a worker thread only');

await prepareWasmBackend();
const network = buildNetwork(data.network, data.seed);
const slots = describeWeights(network.full);
const rows = data.shared.batchRows.length / data.shared.gradients.length;
const pixels = new Float32Array(rows * INPUT_PIXELS);
const targets = new Float32Array(rows * EXPRESSION_COUNT);
let random: Random | null = null;
let augment: AugmentConfig | null = null;

port.on('message', (request: GradientRequest) => {
  try {
    answer(request);
    reply({ type: 'done' });
  } catch (error) {
    reply({ type: 'failure', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
reply({ type: 'done' });

function reply(message: GradientReply): void {
  port?.postMessage(message);
}

function answer(request: GradientRequest): void {
  switch (request.type) {
    case 'begin-epoch':
      // Derived from seed, epoch and worker, so that a resumed epoch sees what it would have seen.
      random = createRandom(data.seed, request.epoch, data.index);
      augment = request.augment;
      return;
    case 'step':
      if (!random || !augment) throw new Error('step before begin-epoch');
      loadBatch(random, augment);
      loadWeights(network.full, slots, data.shared.weights);
      computeGradients(network, slots, random);
      return;
    default:
      request satisfies never;
  }
}

function loadBatch(random: Random, augment: AugmentConfig): void {
  const { shared, index, normalisation } = data;
  for (let i = 0; i < rows; i++) {
    const row = shared.batchRows[index * rows + i] as number;
    augmentFace(shared.pixels, row * INPUT_PIXELS, pixels, i * INPUT_PIXELS, augment, random);
    targets.set(shared.targets.subarray(row * EXPRESSION_COUNT, (row + 1) * EXPRESSION_COUNT), i * EXPRESSION_COUNT);
  }
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = ((pixels[i] as number) - normalisation.mean) / normalisation.std;
  }
}

function computeGradients({ trunk, head, full }: Network, slots: readonly WeightSlot[], random: Random): void {
  const target = data.shared.gradients[data.index] as Float32Array;
  tf.tidy(() => {
    const x = tf.tensor4d(pixels, [rows, INPUT_SIZE, INPUT_SIZE, 1]);
    const y = tf.tensor2d(targets, [rows, EXPRESSION_COUNT]);
    const mask = createDropoutMask(rows, trunk.outputShape[1] as number, random);
    // Of all trainable variables of this thread, which are the network's.
    const { value, grads } = tf.variableGrads(() => {
      const features = trunk.apply(x, { training: true }) as tf.Tensor;
      const logits = head.apply(tf.mul(features, mask)) as tf.Tensor2D;
      return tf.losses.softmaxCrossEntropy<tf.Tensor2D, tf.Scalar>(y, logits);
    });
    data.shared.losses[data.index] = value.dataSync()[0] as number;
    full.weights.forEach((weight, w) => {
      const values = (grads[weight.name] ?? weight.read()).dataSync<'float32'>();
      target.set(values, (slots[w] as WeightSlot).offset);
    });
  });
}

/** Inverted dropout (Srivastava et al. 2014): a feature is 0, or scaled up so that the mean stays. */
function createDropoutMask(rows: number, features: number, random: Random): tf.Tensor2D {
  const keep = 1 - data.dropout;
  const mask = Float32Array.from({ length: rows * features }, () => (random.next() < keep ? 1 / keep : 0));
  return tf.tensor2d(mask, [rows, features]);
}
