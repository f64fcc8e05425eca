import { expect, test } from 'vitest';
import { viewBgra, viewRgba } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';

const whole = { x: 0, y: 0, side: 1 };

test('bytes in the order B, G, R, A are the same picture', () => {
  const [rgba, bgra] = [Uint8Array.of(200, 100, 50, 255), Uint8Array.of(50, 100, 200, 255)];
  const expected = cropToGray(viewRgba({ data: rgba, width: 1, height: 1 }), whole);
  expect(cropToGray(viewBgra({ data: bgra, width: 1, height: 1 }), whole)).toEqual(expected);
});

test('a picture is a view: what is written to its bytes later is seen', () => {
  const data = new Uint8ClampedArray(4);
  const picture = viewRgba({ data, width: 1, height: 1 });
  data.fill(77);
  expect(new Set(cropToGray(picture, whole))).toEqual(new Set([77]));
});
