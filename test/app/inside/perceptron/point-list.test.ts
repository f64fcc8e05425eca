import { expect, it } from 'vitest';
import { MOST_POINTS, pointList, snap } from '../../../../src/app/inside/perceptron/point-list.ts';

const SETTING = pointList([]);

it('reads the points that it writes, none among them', () => {
  const points = [
    { x: 3, y: 15, target: 1 },
    { x: -5, y: 0, target: 0 },
  ] as const;
  expect(SETTING.parse(SETTING.write(points))).toEqual(points);
  expect(SETTING.parse(SETTING.write([]))).toEqual([]);
});

it.each([
  '1',
  '1.2',
  '1.2.3',
  '1.2.1_',
  '16.0.1',
  '-6.0.1',
  '1.5.2.1',
  'a.b.1',
  Array(MOST_POINTS + 1)
    .fill('1.1.1')
    .join('_'),
])('takes %s for nothing', (text) => expect(SETTING.parse(text)).toBeNull());

it('puts what is outside on the edge, and all on whole tenths', () => {
  expect([snap(-90), snap(90), snap(3.4), snap(3.6)]).toEqual([-5, 15, 3, 4]);
});
