import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import { NO_AUGMENTATION } from '../../../training/recipe/augmentation.ts';
import { startBatchLoader } from '../../../training/batches/batch-loader.ts';
import { packSamples } from '../../../training/data/samples.ts';
import type { Distillation } from '../../../training/batches/start-teachers.ts';
import { createOnnxInferenceFunction } from '../../../training/engines/onnxruntime/onnx-inference-function.ts';
import { NORMALISATION } from '../../../training/models/input-convention.ts';
import type { NetworkDescription } from '../../../src/core/network-description.ts';
import { addLabelHead, describeStages, ZOO } from '../../../training/models/zoo.ts';
import { createPerturbedWeights } from '../engines/create-batch.ts';
import type { TrainConfig } from '../../../training/recipe/train-config.ts';

const ROWS = 23;
const CONFIG = {
  network: describeStages('test', [[4]], 0.25),
  batchSize: 4,
  seed: 9,
  targets: 'vote-shares' as TrainConfig['targets'],
};
const AUGMENT = { ...NO_AUGMENTATION, flip: 0.5, shift: 3 };
const RAW = { mean: 0, std: 1 };
const TEACHER = { network: ZOO.perceptron, weights: createPerturbedWeights(ZOO.perceptron) };
const DISTILLATION = {
  teachers: [TEACHER],
  weight: 0.75,
  engine: 'onnxruntime',
  seesUndamaged: false,
  threads: 1,
} as const;

/** Faces that are told apart by their gray. */
const SAMPLES = packSamples(
  Array.from({ length: ROWS }, (_, row) => ({
    pixels: new Uint8Array(INPUT_PIXELS).fill(row),
    label: row % 7,
    sourceRow: row,
  })),
);

/** Copies of all that an epoch's batches hold. */
async function loadEpoch(
  epoch: number,
  normalisation = RAW,
  network: NetworkDescription = CONFIG.network,
  distillation: Distillation | null = null,
  augment = AUGMENT,
  { samples = SAMPLES, kind = CONFIG.targets } = {},
) {
  const loader = await startBatchLoader(samples, { ...CONFIG, network, targets: kind }, normalisation, distillation);
  try {
    const batches = [];
    for await (const { images, targets, masks } of loader.loadEpoch(epoch, augment)) {
      batches.push({ images: images.slice(), targets: targets.slice(), mask: (masks[0] as Float32Array).slice() });
    }
    return batches;
  } finally {
    await loader.dispose();
  }
}

const listRows = (batches: Awaited<ReturnType<typeof loadEpoch>>) =>
  batches.flatMap(({ images }) => Array.from({ length: CONFIG.batchSize }, (_, i) => images[i * INPUT_PIXELS]));

describe('the batches of an epoch', () => {
  it('teach the shares of the votes, or the word with most of them', async () => {
    const targets = new Float32Array(ROWS * 7);
    for (let row = 0; row < ROWS; row++) targets.set([0.25, 0, 0, 0, 0, 0, 0.75], row * 7);
    const samples = { ...SAMPLES, targets };
    const readTargets = async (kind: TrainConfig['targets']) => {
      const [batch] = await loadEpoch(1, RAW, CONFIG.network, null, AUGMENT, { samples, kind });
      return Array.from(batch?.targets.subarray(0, 7) ?? []);
    };
    expect(await readTargets('vote-shares')).toEqual([0.25, 0, 0, 0, 0, 0, 0.75]);
    expect(await readTargets('leading-vote')).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });

  it('take rows at most once, in another order each epoch, with their targets', async () => {
    const [first, second] = [await loadEpoch(1), await loadEpoch(2)];
    expect(first).toHaveLength(5); // three rows are left over
    const rows = listRows(first);
    expect(new Set(rows).size).toBe(20);
    expect(listRows(second)).not.toEqual(rows);
    rows.forEach((row, i) => {
      const { targets } = first[Math.floor(i / 4)] as (typeof first)[number];
      expect(targets.subarray((i % 4) * 7, (i % 4) * 7 + 7).indexOf(1)).toBe((row as number) % 7);
    });
  });

  it('hold for each head of a network what it is to learn', async () => {
    const [batch] = await loadEpoch(1, RAW, addLabelHead(CONFIG.network));
    const [row] = batch?.images as Float32Array;
    const label = (row as number) % 7;
    const ofBoth = [...(batch?.targets as Float32Array).subarray(0, 14)];
    expect(ofBoth).toEqual(Array.from({ length: 14 }, (_, k) => (k % 7 === label ? 1 : 0)));
  });

  it('are the same each time they are asked for', async () => {
    expect(await loadEpoch(3)).toEqual(await loadEpoch(3));
    const teach = () => loadEpoch(3, NORMALISATION, CONFIG.network, DISTILLATION);
    expect(await teach()).toEqual(await teach());
  });

  it('hold what a teacher says of the very images, in the head that it has', async () => {
    const network = addLabelHead(CONFIG.network);
    const augment = { ...AUGMENT, mixup: 0.5 };
    const plain = await loadEpoch(2, NORMALISATION, network, null, augment);
    const taught = await loadEpoch(2, NORMALISATION, network, DISTILLATION, augment);
    const inference = await createOnnxInferenceFunction(TEACHER, CONFIG.batchSize, 1);
    for (const [step, { images, targets }] of taught.entries()) {
      const before = plain[step] as (typeof plain)[number];
      expect(images).toEqual(before.images);
      const logits = await inference.predict(images);
      for (let row = 0; row < CONFIG.batchSize; row++) {
        const [own, expected] = [targets, before.targets].map((values) => values.subarray(row * 14, row * 14 + 14));
        const answer = tf.softmax(tf.tensor1d(logits.subarray(row * 7, row * 7 + 7))).dataSync();
        for (let k = 0; k < 7; k++) {
          expect(own?.[k]).toBeCloseTo(0.25 * (expected?.[k] as number) + 0.75 * (answer[k] as number), 5);
        }
        expect(own?.subarray(7)).toEqual(expected?.subarray(7));
      }
    }
    await inference.dispose();
  });

  it('hold what a teacher says of the faces before they were damaged, if it is to see those', async () => {
    const damaging = { ...AUGMENT, jpeg: 1, erasing: 1, erasedSides: [8, 20] as const, mixup: 0.5 };
    const seesUndamaged = { ...DISTILLATION, weight: 1, seesUndamaged: true };
    const load = (distillation: Distillation | null) =>
      loadEpoch(2, NORMALISATION, CONFIG.network, distillation, damaging);
    const [plain, taught, same] = [
      await load(null),
      await load(seesUndamaged),
      await load({ ...seesUndamaged, seesUndamaged: false }),
    ];
    taught.forEach(({ images, targets }, step) => {
      expect(images).toEqual(plain[step]?.images);
      expect(targets).not.toEqual(same[step]?.targets);
    });
    // Without damage, both see the same.
    const unharmed = (distillation: Distillation) => loadEpoch(2, NORMALISATION, CONFIG.network, distillation);
    expect(await unharmed(seesUndamaged)).toEqual(await unharmed({ ...seesUndamaged, seesUndamaged: false }));
  });

  it('are normalised, and drop features as often as the network says', async () => {
    const [plain, normalised] = [await loadEpoch(1), await loadEpoch(1, { mean: 10, std: 2 })];
    expect(normalised[0]?.images[0]).toBeCloseTo(((plain[0]?.images[0] as number) - 10) / 2);
    const masks = plain.flatMap(({ mask }) => [...mask]);
    expect(new Set(masks)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  });
});
