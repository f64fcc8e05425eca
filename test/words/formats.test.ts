import { afterEach, expect, it } from 'vitest';
import { baseLocale, overwriteGetLocale, type Locale } from '../../src/words/compiled/runtime.js';
import {
  writeBytes,
  writeLength,
  writeList,
  writeMark,
  writeMeasure,
  writeMs,
  writeNumber,
  writePercent,
} from '../../src/words/formats.ts';
import { writeSummary } from '../../src/app/shell/words.ts';

let spoken: Locale = baseLocale;
overwriteGetLocale(() => spoken);
afterEach(() => (spoken = baseLocale));

it('writes shares as percent', () => {
  expect([writePercent(0.996), writePercent(0.7004, 1)]).toEqual(['100%', '70.0%']);
});

it('writes measures to about two digits, and nothing for what was not measured', () => {
  expect([writeMeasure(0), writeMeasure(9.87), writeMeasure(29.7)]).toEqual(['–', '9.9', '30']);
  expect([writeMs(0), writeMs(2.345), writeMs(71.2)]).toEqual(['–', '2.3 ms', '71 ms']);
});

it('writes numbers and lists', () => {
  expect(writeNumber(1_234_567)).toBe('1,234,567');
  expect([1, 1000, 1e12].map(writeMark)).toEqual(['1', '1K', '1T']);
  expect(writeList(['WebGPU'])).toBe('WebGPU');
  expect(writeList(['A', 'B', 'C'])).toBe('A, B and C');
});

it('writes sizes and lengths in the unit that suits them', () => {
  expect([1, 400, 4000, 4e8, 1.25e9, 3.3e15].map(writeBytes)).toEqual([
    '1 byte',
    '400 bytes',
    '4 kB',
    '400 MB',
    '1.25 GB',
    '3,300 TB',
  ]);
  expect([1, 12.3, 1000, 1e6, 2.5e9].map(writeLength)).toEqual(['1 mm', '12 mm', '1 m', '1 km', '2,500 km']);
});

it('writes all of it in Chinese once Chinese is spoken', () => {
  spoken = 'zh';
  expect(writeMs(71.2)).toBe('71 毫秒');
  expect([1000, 1e6].map(writeMark)).toEqual(['1000', '100万']);
  expect([writeBytes(400), writeBytes(4e8), writeLength(1e6)]).toEqual(['400字节', '400 MB', '1公里']);
  expect(writeList(['WebGPU', 'WebGL'])).toBe('WebGPU 和 WebGL');
  expect(writeSummary(['sad', 'happy', 'happy'])).toBe('3 张脸：高兴 2 张、悲伤 1 张');
});
