import { describe, expect, it } from 'vitest';
import { INPUT_PIXELS } from '../../../src/core/preprocess.ts';
import { NO_AUGMENTATION } from '../../../training/data/augment.ts';
import { startBatchLoader } from '../../../training/data/batch-loader.ts';
import { packSamples } from '../../../training/data/samples.ts';
import type { NetworkDescription } from '../../../training/models/network-description.ts';
import { addLabelHead, describeStages } from '../../../training/models/zoo.ts';

const ROWS = 23;
const CONFIG = { network: describeStages('test', [[4]], 0.25), batchSize: 4, seed: 9 };
const AUGMENT = { ...NO_AUGMENTATION, flip: 0.5, shift: 3 };
const RAW = { mean: 0, std: 1 };

/** Faces that are told apart by their gray. */
const SAMPLES = packSamples(
  Array.from({ length: ROWS }, (_, row) => ({
    pixels: new Uint8Array(INPUT_PIXELS).fill(row),
    label: row % 7,
    sourceRow: row,
  })),
);

/** Copies of all that an epoch's batches hold. */
async function loadEpoch(epoch: number, normalisation = RAW, network: NetworkDescription = CONFIG.network) {
  const loader = await startBatchLoader(SAMPLES, { ...CONFIG, network }, normalisation);
  try {
    const batches = [];
    for await (const { images, targets, masks } of loader.loadEpoch(epoch, AUGMENT)) {
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
  });

  it('are normalised, and drop features as often as the network says', async () => {
    const [plain, normalised] = [await loadEpoch(1), await loadEpoch(1, { mean: 10, std: 2 })];
    expect(normalised[0]?.images[0]).toBeCloseTo(((plain[0]?.images[0] as number) - 10) / 2);
    const masks = plain.flatMap(({ mask }) => [...mask]);
    expect(new Set(masks)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  });
});
