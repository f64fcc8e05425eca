import { describe, expect, it } from 'vitest';
import { drawOrder, FRAME_SIZE, placeView, planFrames } from '../../../bench/frames/frame-plan.ts';
import { createRandom } from '../../../src/core/random.ts';
import { picture } from '../measurements.ts';

describe('planFrames', () => {
  it('makes of each source a sequence, as equally long as it goes', () => {
    const plan = planFrames([picture('a'), picture('b'), picture('c')], 8);
    expect(plan.map(({ source, position }) => `${source.path}${position}`)).toEqual([
      ...['a0', 'a1', 'a2'],
      ...['b0', 'b1', 'b2'],
      ...['c0', 'c1'],
    ]);
  });

  it('leaves out what does not fit', () => {
    expect(planFrames([picture('a'), picture('b')], 1)).toHaveLength(1);
  });

  it('moves the camera a little from frame to frame, so that no frame is like the last', () => {
    const views = planFrames([picture('a')], 100).map(({ motion }) =>
      placeView({ x: 0, y: 0, width: 640, height: 480 }, motion),
    );
    views.slice(1).forEach((view, i) => {
      const last = views[i] as typeof view;
      const moved = Math.hypot(view.x - last.x, view.y - last.y);
      expect(moved).toBeGreaterThan(0.05);
      expect(moved).toBeLessThan(8);
    });
  });
});

describe('placeView', () => {
  const still = { x: 0, y: 0, zoom: 1 };

  it('shows all of a region in the shape of a frame', () => {
    // Twice as high as wide: black bars left and right.
    expect(placeView({ x: 100, y: 50, width: 240, height: 480 }, still)).toEqual({
      x: -100,
      y: 50,
      width: 640,
      height: 480,
    });
    // Wider than a frame: above and below.
    expect(placeView({ x: 0, y: 0, width: 1280, height: 480 }, still)).toEqual({
      x: 0,
      y: -240,
      width: 1280,
      height: 960,
    });
  });

  it('zooms about the middle and shifts by shares of what it shows', () => {
    const region = { x: 0, y: 0, ...FRAME_SIZE };
    expect(placeView(region, { x: 0, y: 0, zoom: 2 })).toEqual({ x: 160, y: 120, width: 320, height: 240 });
    expect(placeView(region, { x: 0.5, y: -0.25, zoom: 1 })).toEqual({ x: 320, y: -120, width: 640, height: 480 });
  });
});

describe('drawOrder', () => {
  it('draws every order about equally often, the same ones for the same seed', () => {
    const random = createRandom(1);
    const orders = Array.from({ length: 1200 }, () => drawOrder(['a', 'b', 'c'], () => random.next()).join(''));
    const counts = new Map<string, number>();
    for (const order of orders) counts.set(order, (counts.get(order) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of counts.values()) expect(count).toBeGreaterThan(140);
    const again = createRandom(1);
    expect(orders[0]).toBe(drawOrder(['a', 'b', 'c'], () => again.next()).join(''));
  });
});
