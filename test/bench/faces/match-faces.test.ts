import { describe, expect, it } from 'vitest';
import { matchFaces, sumMatches } from '../../../bench/faces/match-faces.ts';

const box = (x: number, width = 100) => ({ x, y: 0, width, height: 100 });

describe('matchFaces', () => {
  it('counts faces that a box overlaps enough, and boxes on none', () => {
    // An overlap of 80 of 120, one of 50 of 150, and one of nothing.
    const boxes = [box(20), box(350), box(600)];
    expect(matchFaces(boxes, [box(0), box(300)], 0.5)).toEqual({ marked: 2, found: 1, falseBoxes: 2 });
    expect(matchFaces(boxes, [box(0), box(300)], 0.3)).toEqual({ marked: 2, found: 2, falseBoxes: 1 });
  });

  it('gives each face one box and each box one face, the best overlap first', () => {
    expect(matchFaces([box(30), box(0)], [box(0)], 0.5)).toEqual({ marked: 1, found: 1, falseBoxes: 1 });
    // The first box overlaps both faces; the second only the first face.
    expect(matchFaces([box(20), box(-20)], [box(0), box(30)], 0.5)).toEqual({ marked: 2, found: 2, falseBoxes: 0 });
  });

  it('finds nothing where nothing is', () => {
    expect(matchFaces([], [], 0.5)).toEqual({ marked: 0, found: 0, falseBoxes: 0 });
    expect(matchFaces([], [box(0)], 0.5)).toEqual({ marked: 1, found: 0, falseBoxes: 0 });
  });
});

describe('sumMatches', () => {
  it('adds up', () => {
    const [a, b] = [
      { marked: 3, found: 2, falseBoxes: 1 },
      { marked: 4, found: 4, falseBoxes: 0 },
    ];
    expect(sumMatches([a, b])).toEqual({ marked: 7, found: 6, falseBoxes: 1 });
  });
});
