import { expect, it } from 'vitest';
import { fitSize, listPickerTypes } from '../../src/capture/photo-file.ts';

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

it.each([
  [
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    'image/*,android/allowCamera',
  ],
  ['Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0', 'image/*'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 'image/*'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'image/*',
  ],
])('lets %s offer %s', (userAgent, types) => {
  expect(listPickerTypes(userAgent)).toBe(types);
});
