import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { VARIANTS } from '../../../training/ablation/variants.ts';
import { addLabelHead } from '../../../training/models/zoo.ts';
import { PRESETS } from '../../../training/recipe/presets.ts';

const { fast } = PRESETS;
const RECIPE = {
  ...fast,
  engine: 'onnxruntime',
  network: addLabelHead(fast.network),
  augment: { ...fast.augment, mixup: 0.3 },
} as const;

const LARGER = { folder: 'models/larger', weightsSha256: 'a5'.repeat(32) };

it('begin with the recipe as it is; each other one differs, by its own name', () => {
  const [recipe, ...others] = VARIANTS;
  expect(recipe.change(RECIPE, LARGER)).toEqual(RECIPE);
  for (const { name, change } of others) expect(isDeepStrictEqual(change(RECIPE, LARGER), RECIPE), name).toBe(false);
  expect(new Set(VARIANTS.map(({ name }) => name)).size).toBe(VARIANTS.length);
});
