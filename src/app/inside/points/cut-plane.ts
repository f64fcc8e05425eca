/** A unit with two inputs: its sum is x times the first weight, y times the second, and the bias. */
export type LinearUnit = readonly [weightX: number, weightY: number, bias: number];

type Place = readonly [x: number, y: number];

/** What a unit makes of a square of the plane. */
export interface CutPlane {
  /** Corners of the part where its sum is above 0; empty where there is none. */
  readonly above: readonly Place[];
  /** Corners of the rest. */
  readonly below: readonly Place[];
  /** Ends of the line between them, where the sum is 0; null where it does not cross the square. */
  readonly line: readonly [Place, Place] | null;
}

/** Cuts a square of the plane, from `low` to `high` along both axes, where a unit's sum is 0 (Sutherland and Hodgman 1974). */
export function cutPlane([weightX, weightY, bias]: LinearUnit, low: number, high: number): CutPlane {
  const corners: readonly Place[] = [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ];
  const sumAt = ([x, y]: Place) => weightX * x + weightY * y + bias;
  const above: Place[] = [];
  const below: Place[] = [];
  const ends: Place[] = [];
  corners.forEach((corner, index) => {
    const next = corners[(index + 1) % corners.length] as Place;
    const [sum, nextSum] = [sumAt(corner), sumAt(next)];
    (sum > 0 ? above : below).push(corner);
    if (sum > 0 === nextSum > 0) return;
    const share = sum / (sum - nextSum);
    const end: Place = [corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])];
    above.push(end);
    below.push(end);
    ends.push(end);
  });
  const [from, to] = ends;
  return { above, below, line: from && to ? [from, to] : null };
}
