import { describe, expect, it } from 'vitest';
import { cropFace } from '../../src/core/face-crop.ts';

const face = { x: 100, y: 50, width: 40, height: 90 };

describe('cropFace', () => {
  it('takes the square of the same area around the same centre', () => {
    expect(cropFace(face, { scale: 1, offsetX: 0, offsetY: 0 })).toEqual({ x: 90, y: 65, side: 60 });
  });

  it('scales around the centre', () => {
    expect(cropFace(face, { scale: 1.5, offsetX: 0, offsetY: 0 })).toEqual({ x: 75, y: 50, side: 90 });
  });

  it("moves the centre by shares of the box's width and height", () => {
    const moved = cropFace(face, { scale: 1, offsetX: 0.25, offsetY: -0.1 });
    expect(moved.x).toBeCloseTo(90 + 10, 12);
    expect(moved.y).toBeCloseTo(65 - 9, 12);
    expect(moved.side).toBe(60);
  });

  it('reaches past the edges of the picture rather than change the square', () => {
    expect(cropFace({ x: -20, y: 0, width: 40, height: 40 }, { scale: 2, offsetX: 0, offsetY: 0 })).toEqual({
      x: -40,
      y: -20,
      side: 80,
    });
  });
});
