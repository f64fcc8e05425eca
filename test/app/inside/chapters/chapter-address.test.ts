import { expect, it } from 'vitest';
import { parseChapter, writeChapter } from '../../../../src/app/inside/chapters/chapter-address.ts';
import { CHAPTERS } from '../../../../src/app/inside/chapters/chapters.ts';
import {
  numberList,
  numberWithin,
  oneOf,
  readSettings,
  type Setting,
  wholeNumber,
  writeSettings,
} from '../../../../src/app/inside/chapters/setting.ts';
import { parsePlace } from '../../../../src/app/session/address.ts';

const SETTINGS = {
  kernel: numberList(3, 10, [0, 1, 0]),
  stride: wholeNumber(1, 4, 1),
  rate: numberWithin(0, 5, 0.5),
  kind: oneOf(['max', 'average'], 'max'),
};

type Values = {
  readonly [Name in keyof typeof SETTINGS]: (typeof SETTINGS)[Name] extends Setting<infer Value> ? Value : never;
};

it('reads the chapters that it writes, and all of them lie in the place', () => {
  for (const chapter of [null, ...CHAPTERS]) {
    const fragment = writeChapter(chapter, new URLSearchParams({ stride: '2' }));
    expect(parsePlace(fragment)).toBe('inside');
    expect(parseChapter(fragment).chapter).toBe(chapter);
    expect(parseChapter(fragment).settings.get('stride')).toBe('2');
  }
});

it.each(['', '#inside', '#inside/', '#inside/nowhere', '#inside?stride=2'])('finds no chapter in %j', (fragment) => {
  expect(parseChapter(fragment).chapter).toBeNull();
});

it('keeps in the address what is not as usual', () => {
  const usual: Values = { kernel: [0, 1, 0], stride: 1, rate: 0.5, kind: 'max' };
  expect(writeSettings(SETTINGS, usual).toString()).toBe('');
  const other: Values = { kernel: [-1, 0.5, 2], stride: 3, rate: 0.25, kind: 'average' };
  const address = writeSettings(SETTINGS, other);
  expect(readSettings(SETTINGS, new URLSearchParams(address.toString()))).toEqual(other);
});

it.each(['kernel=1,2', 'kernel=1,2,x', 'kernel=1,,2', 'kernel=1,2,11', 'kernel=1,2,Infinity', 'kernel=NaN,1,1'])(
  'takes %s for nothing',
  (query) => expect(readSettings(SETTINGS, new URLSearchParams(query)).kernel).toEqual([0, 1, 0]),
);

it.each(['stride=0', 'stride=5', 'stride=1.5', 'stride=', 'rate=', 'rate=-1', 'rate=6', 'kind=median', 'kind='])(
  'takes %s for nothing',
  (query) => {
    const { stride, rate, kind } = readSettings(SETTINGS, new URLSearchParams(query));
    expect([stride, rate, kind]).toEqual([1, 0.5, 'max']);
  },
);
