import { expect, it } from 'vitest';
import { fitSize } from '../../src/capture/photo-file.ts';

it.each([
  [
    { width: 8000, height: 5000 },
    { width: 2048, height: 1280 },
  ],
  [
    { width: 1000, height: 4096 },
    { width: 500, height: 2048 },
  ],
  [
    { width: 48, height: 48 },
    { width: 48, height: 48 },
  ],
  [
    { width: 2048, height: 2048 },
    { width: 2048, height: 2048 },
  ],
  [
    { width: 100_000, height: 1 },
    { width: 2048, height: 1 },
  ],
])('fits %j into 2048', (original, fitted) => {
  expect(fitSize(original, 2048)).toEqual(fitted);
});
