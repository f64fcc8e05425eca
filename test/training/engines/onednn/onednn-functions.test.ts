import { describe, expect, it } from 'vitest';
import type { GradientFunction } from '../../../../training/engines/gradient-function.ts';
import { createInferenceFunction } from '../../../../training/engines/create-inference-function.ts';
import { createOnednnGradientFunction } from '../../../../training/engines/onednn/onednn-gradient-function.ts';
import { createOnednnInferenceFunction } from '../../../../training/engines/onednn/onednn-inference-function.ts';
import { hasOnednn, loadOnednn } from '../../../../training/engines/onednn/onednn-library.ts';
import { foldBatchNorm } from '../../../../training/models/fold-batch-norm.ts';
import type { NetworkDescription } from '../../../../src/core/network-description.ts';
import { describeWeights } from '../../../../src/core/weight-layout.ts';
import { addLabelHead, ZOO } from '../../../../training/models/zoo.ts';
import { createBatch, createPerturbedWeights } from '../create-batch.ts';
import { measureDifference } from '../compare-values.ts';
import { LAYER_NETWORKS, SMALL_RESIDUAL_NETWORK } from '../layer-networks.ts';
import { runReference } from '../reference-network.ts';

const ROWS = 8;

async function compute(gradientFunction: GradientFunction, network: NetworkDescription) {
  const weights = createPerturbedWeights(network);
  const gradients = new Float32Array(weights.length).fill(NaN);
  const loss = await gradientFunction.compute(createBatch(network, ROWS), weights, gradients);
  return { loss, gradients };
}

/** The cosine of the angle between two vectors: 1 for the same direction. */
function measureCosine(a: Float32Array, b: Float32Array): number {
  const multiply = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return multiply(a, b) / Math.sqrt(multiply(a, a) * multiply(b, b));
}

// Exact gradients are compared with the other engines' in gradients.test.ts.
describe.skipIf(!hasOnednn())('oneDNN', () => {
  const hasBfloat16 = hasOnednn() && loadOnednn().hasBfloat16;

  it.skipIf(!hasBfloat16).each([addLabelHead(ZOO.fast), ZOO.accurate])(
    'points each gradient of $name the same way in bfloat16',
    async (network) => {
      const exact = createOnednnGradientFunction(network, ROWS, 'f32');
      const rounded = createOnednnGradientFunction(network, ROWS, 'bf16');
      const [expected, actual] = [await compute(exact, network), await compute(rounded, network)];
      expect(actual.loss).not.toBe(expected.loss);
      expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(0.02);
      for (const { layer, role, offset, size, decays } of describeWeights(network)) {
        if (!decays) continue;
        const cut = ({ gradients }: typeof actual) => gradients.subarray(offset, offset + size);
        expect(measureCosine(cut(actual), cut(expected)), `${layer} ${role}`).toBeGreaterThan(0.9);
      }
      await Promise.all([exact.dispose(), rounded.dispose()]);
    },
  );

  it('gives the same bytes again, in each call and from a new start', async () => {
    const network = SMALL_RESIDUAL_NETWORK;
    const gradientFunction = createOnednnGradientFunction(network, ROWS);
    const first = await compute(gradientFunction, network);
    expect(await compute(gradientFunction, network)).toEqual(first);
    await gradientFunction.dispose();
    const another = createOnednnGradientFunction(network, ROWS);
    expect(await compute(another, network)).toEqual(first);
    await another.dispose();
  });

  it.each([...LAYER_NETWORKS, foldBatchNorm(createWeighted(addLabelHead(ZOO.accurate))).network])(
    'says what a network that learns no more says: $name',
    async (network) => {
      const { weights } = createWeighted(network);
      const { images } = createBatch(network, 3);
      const expected = runReference(network, createBatch(network, 3), Float64Array.from(weights), false).logits;
      const inference = createOnednnInferenceFunction({ network, weights }, 3, 'f32');
      const logits = await inference.predict(images);
      expect(measureDifference(logits, expected)).toBeLessThan(1e-4);
      expect(await inference.predict(images)).toEqual(logits);
      await inference.dispose();
    },
  );

  it('answers for a teacher nearly as onnxruntime does', async () => {
    const folded = foldBatchNorm(createWeighted(addLabelHead(ZOO.fast)));
    const images = Float32Array.from(createBatch(folded.network, ROWS).images);
    const [expected, actual] = await Promise.all(
      (['onnxruntime', 'onednn'] as const).map(async (engine) => {
        const inference = await createInferenceFunction(engine, folded, ROWS, 1);
        const logits = await inference.predict(images);
        await inference.dispose();
        return logits;
      }),
    );
    expect(measureDifference(actual as Float32Array, expected as Float32Array)).toBeLessThan(0.05);
  });
});

function createWeighted(network: NetworkDescription) {
  return { network, weights: createPerturbedWeights(network) };
}
