import { describe, expect, it } from 'vitest';
import { findSharedPoint, type Place } from '../../../../src/app/inside/perceptron/find-shared-point.ts';
import { createRandom } from '../../../../src/core/random.ts';

const at = (...places: readonly (readonly [number, number])[]): Place[] => places.map(([x, y]) => ({ x, y }));

describe('classes that a line separates', () => {
  it.each([
    ['none at all', [], []],
    ['one class', at([0, 0], [1, 1], [0, 1]), []],
    ['AND', at([0, 0], [0, 10], [10, 0]), at([10, 10])],
    ['OR', at([0, 0]), at([0, 10], [10, 0], [10, 10])],
    ['on one line, one after the other', at([0, 0], [2, 2]), at([3, 3], [9, 9])],
    ['parallel segments', at([0, 0], [10, 0]), at([0, 1], [10, 1])],
    ['several at one place', at([5, 5], [5, 5]), at([6, 5], [6, 5])],
  ] as [string, Place[], Place[]][])('%s', (_, first, second) => {
    expect(findSharedPoint(first, second)).toBeNull();
    expect(findSharedPoint(second, first)).toBeNull();
  });
});

describe('classes that no line separates', () => {
  it.each([
    ['XOR', at([0, 0], [10, 10]), at([0, 10], [10, 0]), [5, 5]],
    ['both at one place', at([3, 4], [9, 9]), at([3, 4]), [3, 4]],
    ['one on a segment of the others', at([0, 0], [10, 10]), at([4, 4]), [4, 4]],
    ['one in a triangle of the others', at([0, 0], [10, 0], [0, 10]), at([2, 3]), [2, 3]],
    ['on one line, overlapping', at([0, 0], [6, 6]), at([3, 3], [9, 9]), [3, 3]],
    ['on one line, by turns', at([0, 0], [8, 0]), at([4, 0], [12, 0]), [4, 0]],
    ['touching with an end', at([0, 0], [10, 0]), at([5, 0], [5, 5]), [5, 0]],
  ] as [string, Place[], Place[], [number, number]][])('%s', (_, first, second, [x, y]) => {
    expect(findSharedPoint(first, second)).toMatchObject({ x, y });
    const turned = findSharedPoint(second, first);
    expect(turned).not.toBeNull();
    expect(turned?.first.every((place) => second.includes(place))).toBe(true);
  });
});

it('agrees with a search for separating lines through all pairs of places', () => {
  const random = createRandom(17);
  const draw = (count: number, span: number) =>
    Array.from({ length: count }, () => ({
      x: Math.floor(random.next() * span),
      y: Math.floor(random.next() * span),
    }));
  const counts = { separable: 0, not: 0 };
  for (let trial = 0; trial < 600; trial++) {
    const span = 3 + (trial % 6);
    const [first, second] = [draw(1 + (trial % 4), span), draw(1 + (trial % 3), span)];
    const expected = canSeparate(first, second);
    counts[expected ? 'separable' : 'not']++;
    expect(findSharedPoint(first, second) === null, JSON.stringify({ first, second })).toBe(expected);
  }
  expect(Math.min(counts.separable, counts.not)).toBeGreaterThan(100);
});

/**
 * Another way: the hulls of two classes are apart exactly if they are apart along the normal of a line through two places,
 * or along the direction between two of them.
 */
function canSeparate(first: readonly Place[], second: readonly Place[]): boolean {
  const all = [...first, ...second];
  const directions = all.flatMap((a) => all.map((b) => ({ x: b.x - a.x, y: b.y - a.y })));
  return directions
    .flatMap(({ x, y }) => [
      { x, y },
      { x: -y, y: x },
    ])
    .some((direction) => {
      const along = (places: readonly Place[]) => places.map(({ x, y }) => x * direction.x + y * direction.y);
      return Math.max(...along(first)) < Math.min(...along(second));
    });
}
