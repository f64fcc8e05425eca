import { describe, expect, it } from 'vitest';
import { ReadingAnnouncer } from '../../../src/app/faces/reading-announcer.ts';

describe('a reading is announced', () => {
  it('once it has held for a second, and only once', () => {
    const announcer = new ReadingAnnouncer();
    expect(announcer.offer(['happy'], 0)).toBe(false);
    expect(announcer.offer(['happy'], 999)).toBe(false);
    expect(announcer.offer(['happy'], 1000)).toBe(true);
    expect(announcer.offer(['happy'], 1033)).toBe(false);
    expect(announcer.offer(['happy'], 60_000)).toBe(false);
  });

  it('not while it flickers: each change begins the second anew', () => {
    const announcer = new ReadingAnnouncer();
    for (let nowMs = 0; nowMs < 10_000; nowMs += 900) {
      expect(announcer.offer([nowMs % 1800 === 0 ? 'happy' : 'surprise'], nowMs)).toBe(false);
    }
  });

  it('not again after a short interruption', () => {
    const announcer = new ReadingAnnouncer();
    announcer.offer(['happy'], 0);
    expect(announcer.offer(['happy'], 1000)).toBe(true);
    expect(announcer.offer(['sad'], 5000)).toBe(false);
    expect(announcer.offer(['happy'], 5500)).toBe(false);
    expect(announcer.offer(['happy'], 7000)).toBe(false);
  });

  it('at most every three seconds, and then as it is at that time', () => {
    const announcer = new ReadingAnnouncer();
    announcer.offer(['happy'], 0);
    expect(announcer.offer(['happy'], 1000)).toBe(true);
    announcer.offer(['sad'], 1100);
    expect(announcer.offer(['sad'], 2500)).toBe(false);
    announcer.offer(['angry'], 2600);
    expect(announcer.offer(['angry'], 3999)).toBe(false);
    expect(announcer.offer(['angry'], 4000)).toBe(true);
  });

  it('of several faces as one, whichever of them comes first', () => {
    const announcer = new ReadingAnnouncer();
    announcer.offer(['happy', 'sad'], 0);
    expect(announcer.offer(['sad', 'happy'], 1000)).toBe(true);
    announcer.offer(['happy', 'happy'], 4000);
    expect(announcer.offer(['happy', 'happy'], 5000)).toBe(true);
    announcer.offer(['happy'], 8000);
    expect(announcer.offer(['happy'], 9000)).toBe(true);
  });

  it('when nobody is in view, at the start and later', () => {
    const announcer = new ReadingAnnouncer();
    announcer.offer([], 0);
    expect(announcer.offer([], 1000)).toBe(true);
    announcer.offer(['neutral'], 4000);
    expect(announcer.offer(['neutral'], 5000)).toBe(true);
    announcer.offer([], 9000);
    expect(announcer.offer([], 10_000)).toBe(true);
  });
});
