import { describe, expect, it } from 'vitest';
import { createFacesReport, describeFaces } from '../../../bench/faces/describe-faces.ts';
import type { Finding } from '../../../bench/faces/measure-faces.ts';

const FINDINGS: readonly Finding[] = [
  { seeker: 'mienPhoto', height: null, match: { marked: 4, found: 4, falseBoxes: 0 } },
  { seeker: 'mienFirst', height: null, match: { marked: 4, found: 1, falseBoxes: 0 } },
  { seeker: 'mien', height: null, match: { marked: 1, found: 1, falseBoxes: 0 } },
  { seeker: 'mien', height: null, match: { marked: 3, found: 2, falseBoxes: 1 } },
  { seeker: 'mien', height: 80, match: { marked: 1, found: 1, falseBoxes: 0 } },
  { seeker: 'faceApi224', height: 80, match: { marked: 1, found: 0, falseBoxes: 2 } },
];

const cells = (line: string | undefined) =>
  line
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('the report on faces', () => {
  const report = createFacesReport(FINDINGS, 0.5);

  it('adds up what each found on photos and at each height', () => {
    expect(report.photos.mien).toEqual({ marked: 4, found: 3, falseBoxes: 1 });
    expect(report.photos.human).toEqual({ marked: 0, found: 0, falseBoxes: 0 });
    expect(report.heights.map(({ height }) => height)).toEqual([50, 80, 120, 160, 220, 300]);
    expect(report.heights[1]?.seekers.faceApi224).toEqual({ marked: 1, found: 0, falseBoxes: 2 });
  });

  it('becomes two tables', () => {
    const [photos, heights, note] = describeFaces(report).split('\n\n');
    expect(cells(photos?.split('\n')[2])).toEqual(['Mien, photo in full size', '100.0 %', '4', '4', '0']);
    expect(cells(photos?.split('\n')[3])).toEqual(['Mien, first frame of a video', '25.0 %', '1', '4', '0']);
    expect(cells(photos?.split('\n')[4])).toEqual(['Mien, some frames on', '75.0 %', '3', '4', '1']);
    expect(cells(heights?.split('\n')[4])?.slice(0, 4)).toEqual(['face-api 224', '-', '0.0 %', '-']);
    expect(cells(heights?.split('\n')[9])?.slice(0, 3)).toEqual(['face-api 224: false boxes', '0', '2']);
    expect(note).toContain('an IoU of 0.5');
  });
});
