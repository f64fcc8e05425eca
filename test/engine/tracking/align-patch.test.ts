import { describe, expect, test } from 'vitest';
import { alignPatch, makeTemplate, SEARCH_SIZE, TEMPLATE_SIZE } from '../../../src/engine/tracking/align-patch.ts';

/** Lumas of something like a face: smooth blobs, at x and y in template sides from the centre. */
const shade = (x: number, y: number) =>
  120 +
  60 * Math.exp(-((x + 0.2) ** 2 + (y + 0.15) ** 2) / 0.01) -
  70 * Math.exp(-((x - 0.2) ** 2 + (y + 0.1) ** 2) / 0.015) +
  50 * Math.exp(-(x ** 2 / 0.04 + (y - 0.25) ** 2 / 0.005)) +
  30 * Math.sin(5 * x + 2 * y);

interface Scene {
  readonly x?: number;
  readonly y?: number;
  readonly scale?: number;
  readonly gain?: number;
  readonly offset?: number;
}

/** A search patch in which the face has moved by x, y (template sides) and changed its size. */
function takePatch({ x = 0, y = 0, scale = 1, gain = 1, offset = 0 }: Scene = {}): Float32Array {
  const toSides = (i: number) => (i + 0.5 - SEARCH_SIZE / 2) / TEMPLATE_SIZE;
  return Float32Array.from({ length: SEARCH_SIZE ** 2 }, (_, i) => {
    const [u, v] = [toSides(i % SEARCH_SIZE), toSides(Math.floor(i / SEARCH_SIZE))];
    return gain * shade((u - x) / scale, (v - y) / scale) + offset;
  });
}

const template = makeTemplate(takePatch());
if (!template) throw new Error('the blobs are a template');

describe('alignPatch', () => {
  test('stays where nothing has moved, exactly', () => {
    expect(alignPatch(template, takePatch())).toEqual({
      moveX: 0,
      moveY: 0,
      scale: 1,
      correlation: expect.closeTo(1) as number,
    });
  });

  test.each<Scene>([
    { x: 0.03 },
    { y: -0.12 },
    { x: 0.15, y: 0.1 },
    { scale: 1.1 },
    { scale: 0.9, x: -0.08, y: 0.05 },
    { gain: 0.5, offset: 20, x: 0.1, scale: 1.05 },
  ])('finds what has moved by %o', (scene) => {
    const found = alignPatch(template, takePatch(scene));
    expect(found.moveX).toBeCloseTo(scene.x ?? 0, 2);
    expect(found.moveY).toBeCloseTo(scene.y ?? 0, 2);
    expect(found.scale).toBeCloseTo(scene.scale ?? 1, 2);
    expect(found.correlation).toBeGreaterThan(0.99);
  });

  test('says by a low correlation that something else is there', () => {
    const stripes = Float32Array.from({ length: SEARCH_SIZE ** 2 }, (_, i) => 128 + 50 * Math.sin(i / 3));
    expect(alignPatch(template, stripes).correlation).toBeLessThan(0.5);
  });

  test('a patch of one brightness correlates with nothing', () => {
    expect(alignPatch(template, new Float32Array(SEARCH_SIZE ** 2).fill(90)).correlation).toBe(0);
  });
});

test.each([
  ['one brightness', () => 100],
  ['stripes, along which it could slide', (i: number) => 128 + 50 * Math.sin((i % SEARCH_SIZE) / 3)],
])('%s is no template', (_, luma) => {
  expect(makeTemplate(Float32Array.from({ length: SEARCH_SIZE ** 2 }, (_value, i) => luma(i)))).toBeNull();
});
