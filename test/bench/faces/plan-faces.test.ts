import { describe, expect, it } from 'vitest';
import { FACE_HEIGHTS, planFaces } from '../../../bench/faces/plan-faces.ts';
import { FRAME_SIZE, placeView } from '../../../bench/frames/frame-plan.ts';

const SINGLE = { path: 'single.jpg', faces: [{ x: 300, y: 200, width: 100, height: 150 }] };
const GROUP = {
  path: 'group.jpg',
  faces: [
    { x: 0, y: 0, width: 64, height: 64 },
    { x: 640, y: 480, width: 64, height: 64 },
  ],
};
const SIZES = [
  { width: 800, height: 1200 },
  { width: 1280, height: 960 },
];

describe('planFaces', () => {
  const marked = planFaces([SINGLE, GROUP], SIZES);

  it('shows each photo as a whole, and single faces at each height as well', () => {
    expect(marked.map(({ photo, height }) => [photo.path, height])).toEqual([
      ['single.jpg', null],
      ['group.jpg', null],
      ...FACE_HEIGHTS.map((height) => ['single.jpg', height]),
    ]);
  });

  it('says where the faces are on the frame', () => {
    expect(marked[1]?.faces).toEqual([
      { x: 0, y: 0, width: 32, height: 32 },
      { x: 320, y: 240, width: 32, height: 32 },
    ]);
    // An upright photo stands in the middle: 480 of 1200 lines, 160 columns of black on each side.
    expect(marked[0]?.faces[0]).toEqual({ x: 160 + 120, y: 80, width: 40, height: 60 });
  });

  it('puts a single face into the middle at the height that is wanted', () => {
    for (const { frame, faces, height } of marked.slice(2)) {
      const [face] = faces;
      expect(face?.height).toBeCloseTo(height as number, 9);
      expect((face?.x ?? 0) + (face?.width ?? 0) / 2).toBeCloseTo(FRAME_SIZE.width / 2, 9);
      expect((face?.y ?? 0) + (face?.height ?? 0) / 2).toBeCloseTo(FRAME_SIZE.height / 2, 9);
      const region = frame.source.region as NonNullable<typeof frame.source.region>;
      expect(placeView(region, frame.motion).width).toBeCloseTo(region.width, 9);
    }
  });
});
