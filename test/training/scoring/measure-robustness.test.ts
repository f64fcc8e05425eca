import { describe, expect, it } from 'vitest';
import { PLAIN_RULE } from '../../../src/core/decision-rule.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../../src/core/preprocess.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { createInitialWeights } from '../../../src/core/initial-weights.ts';
import { ZOO } from '../../../training/models/zoo.ts';
import { describeRobustness } from '../../../training/scoring/describe-scores.ts';
import { CORRUPTIONS } from '../../../training/scoring/corrupt-faces.ts';
import { measureRobustness } from '../../../training/scoring/measure-robustness.ts';

const FACES = createSyntheticFaces(2, 5);
const MANIFEST = {
  normalisation: { mean: 128, std: 64 },
  decisions: { everyday: PLAIN_RULE, acting: PLAIN_RULE },
};

const corrupt = (name: string, pixels: Uint8Array) => {
  const found = CORRUPTIONS.find((one) => one.name === name);
  return found ? found.apply(pixels) : expect.fail(`there is no ${name}`);
};

const measureMean = (pixels: Uint8Array) => pixels.reduce((sum, gray) => sum + gray, 0) / pixels.length;

/** Mean step from a pixel to its right neighbour. */
function measureSteps(pixels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i + 1 < pixels.length; i++) {
    if ((i + 1) % INPUT_SIZE !== 0) sum += Math.abs((pixels[i + 1] as number) - (pixels[i] as number));
  }
  return sum / pixels.length;
}

describe('the corruptions', () => {
  it.each(CORRUPTIONS.map(({ name, apply }) => [name, apply] as const))('%s: changes every face', async (_, apply) => {
    const before = FACES.pixels.slice();
    const corrupted = await apply(FACES.pixels);
    expect(FACES.pixels).toEqual(before);
    expect(corrupted).toHaveLength(before.length);
    for (let begin = 0; begin < before.length; begin += INPUT_PIXELS) {
      const end = begin + INPUT_PIXELS;
      expect(corrupted.subarray(begin, end)).not.toEqual(before.subarray(begin, end));
    }
  });

  it('do what their names say', async () => {
    const { pixels } = FACES;
    expect(measureMean(await corrupt('half the light', pixels))).toBeCloseTo(measureMean(pixels) / 2, -0.5);
    expect(measureSteps(await corrupt('blurred by 1.2 px', pixels))).toBeLessThan(0.8 * measureSteps(pixels));
    const moved = await corrupt('moved 4 px right', pixels);
    expect([...moved.subarray(20 * INPUT_SIZE + 10, 20 * INPUT_SIZE + 30)]).toEqual([
      ...pixels.subarray(20 * INPUT_SIZE + 6, 20 * INPUT_SIZE + 26),
    ]);
  });
});

describe('measureRobustness', () => {
  const network = { network: ZOO.perceptron, weights: createInitialWeights(ZOO.perceptron, 3) };

  it('compares with the faces as they are', async () => {
    const same = { name: 'the same', apply: (pixels: Uint8Array) => Promise.resolve(pixels) };
    const black = { name: 'black', apply: (pixels: Uint8Array) => Promise.resolve(new Uint8Array(pixels.length)) };
    const found = await measureRobustness(network, MANIFEST, FACES, [same, black]);
    const [first, second] = found?.corrupted ?? [];
    expect(first).toEqual({ corruption: 'the same', ...found?.uncorrupted, change: 0 });
    // One answer to all: right for one expression of seven.
    expect(second?.accuracy).toBeCloseTo(1 / 7, 12);
    expect(second?.change).toBeCloseTo(1 / 7 - (found?.uncorrupted.accuracy ?? NaN), 12);
    expect(found && describeRobustness(found)).toContain('| black');
  });

  it('says nothing where there is no truth', async () => {
    const none = { ...FACES, hasVotes: true };
    expect(await measureRobustness(network, MANIFEST, none, [])).toBeNull();
  });
});
