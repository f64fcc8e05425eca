/** A place with whole numbers, so that what is said of it is exact. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Why no line separates two classes: places of both have one in common, between them. */
export interface SharedPoint {
  readonly x: number;
  readonly y: number;
  /** One place, two or three corners of the first class, among which the shared one lies. */
  readonly first: readonly Place[];
  /** Likewise of the second. */
  readonly second: readonly Place[];
}

/**
 * Finds a point that the convex hulls of two classes share. A line that separates the classes exists exactly if there is
 * none; and if there is one, two segments, or a triangle and a point, are enough to show it (Kirchberger 1903).
 *
 * @param first places with whole coordinates, also several at one place or all on one line
 * @returns null if a line can separate the classes
 */
export function findSharedPoint(first: readonly Place[], second: readonly Place[]): SharedPoint | null {
  for (const place of first) {
    const same = second.find(({ x, y }) => x === place.x && y === place.y);
    if (same) return { x: place.x, y: place.y, first: [place], second: [same] };
  }
  for (const one of listPairs(first)) {
    for (const other of listPairs(second)) {
      const shared = crossSegments(one, other);
      if (shared) return { ...shared, first: one, second: other };
    }
  }
  return (
    findInside(second, first) ?? exchange(findInside(first, second)) ?? null // a lone place on a segment or in a triangle
  );
}

type Pair = readonly [Place, Place];

function listPairs(places: readonly Place[]): Pair[] {
  return places.flatMap((from, k) => places.slice(k + 1).map((to): Pair => [from, to]));
}

/** A place of `lone` on a segment or in a triangle of `many`, which comes first. */
function findInside(lone: readonly Place[], many: readonly Place[]): SharedPoint | null {
  for (const place of lone) {
    for (const [from, to] of listPairs(many)) {
      if (isOnSegment(place, from, to)) return { ...place, first: [from, to], second: [place] };
    }
    for (const [a, b] of listPairs(many)) {
      for (const c of many) {
        if (isInTriangle(place, a, b, c)) return { ...place, first: [a, b, c], second: [place] };
      }
    }
  }
  return null;
}

function exchange(shared: SharedPoint | null): SharedPoint | null {
  return shared && { ...shared, first: shared.second, second: shared.first };
}

/** Twice the area of a triangle: above 0 if its corners run counter-clockwise, 0 if they lie on one line. */
function turn(a: Place, b: Place, c: Place): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function isOnSegment(place: Place, from: Place, to: Place): boolean {
  const isBetween = (value: number, a: number, b: number) => Math.min(a, b) <= value && value <= Math.max(a, b);
  return turn(from, to, place) === 0 && isBetween(place.x, from.x, to.x) && isBetween(place.y, from.y, to.y);
}

/** Strictly: what lies on a side was found on a segment before. */
function isInTriangle(place: Place, a: Place, b: Place, c: Place): boolean {
  const [ab, bc, ca] = [turn(a, b, place), turn(b, c, place), turn(c, a, place)];
  return (ab > 0 && bc > 0 && ca > 0) || (ab < 0 && bc < 0 && ca < 0);
}

/** Where two segments cross; null also where they only touch or lie on one line: then an end lies on the other. */
function crossSegments([a, b]: Pair, [c, d]: Pair): { x: number; y: number } | null {
  const [fromA, fromB] = [turn(c, d, a), turn(c, d, b)];
  const [fromC, fromD] = [turn(a, b, c), turn(a, b, d)];
  if (fromA * fromB >= 0 || fromC * fromD >= 0) return null;
  const share = fromA / (fromA - fromB);
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}
