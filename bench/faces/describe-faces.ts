import { formatTable } from '../../node/format.ts';
import { PIPELINE, PIPELINES } from '../pipelines.ts';
import { sumMatches, type FaceMatch } from './match-faces.ts';
import type { Finding, Seeker } from './measure-faces.ts';
import { FACE_HEIGHTS } from './plan-faces.ts';

/** What each found, as figures. */
export interface FacesReport {
  /** From which overlap on a box counts. */
  readonly minIoU: number;
  /** On whole photos. */
  readonly photos: Readonly<Record<Seeker, FaceMatch>>;
  /** On frames with a single face, by its height in pixels. */
  readonly heights: readonly { readonly height: number; readonly seekers: Readonly<Record<Seeker, FaceMatch>> }[];
}

const SEEKERS: readonly Seeker[] = ['mienPhoto', 'mienFirst', ...PIPELINES];
const FRAME_SEEKERS: readonly Seeker[] = ['mienFirst', ...PIPELINES];

/** Adds findings up. */
export function createFacesReport(findings: readonly Finding[], minIoU: number): FacesReport {
  const sum = (height: number | null) =>
    Object.fromEntries(
      SEEKERS.map((seeker) => [
        seeker,
        sumMatches(findings.filter((one) => one.seeker === seeker && one.height === height).map(({ match }) => match)),
      ]),
    ) as Record<Seeker, FaceMatch>;
  return { minIoU, photos: sum(null), heights: FACE_HEIGHTS.map((height) => ({ height, seekers: sum(height) })) };
}

/** Two tables in Markdown: whole photos, and single faces by their height. */
export function describeFaces({ minIoU, photos, heights }: FacesReport): string {
  const titles: Readonly<Record<Seeker, string>> = {
    mienPhoto: 'Mien, photo in full size',
    mienFirst: 'Mien, first frame of a video',
    mien: 'Mien, some frames on',
    faceApi224: PIPELINE.faceApi224.title,
    faceApi416: PIPELINE.faceApi416.title,
    human: PIPELINE.human.title,
  };
  const whole = formatTable([
    ['whole photos', 'recall', 'found', 'marked', 'false boxes'],
    ...SEEKERS.map((seeker) => {
      const { marked, found, falseBoxes } = photos[seeker];
      return [titles[seeker], formatRecall(photos[seeker]), found, marked, falseBoxes];
    }),
  ]);
  const single = formatTable([
    ['recall of single faces, height in a 640x480 frame', ...heights.map(({ height }) => `${height} px`)],
    ...FRAME_SEEKERS.map((name) => [titles[name], ...heights.map(({ seekers }) => formatRecall(seekers[name]))]),
    ...FRAME_SEEKERS.map((name) => [
      `${titles[name]}: false boxes`,
      ...heights.map(({ seekers }) => seekers[name].falseBoxes),
    ]),
  ]);
  const count = heights[0]?.seekers.mien.marked ?? 0;
  return [whole, single, `A box counts from an IoU of ${minIoU} with the marked one; ${count} single faces.`].join(
    '\n\n',
  );
}

function formatRecall({ marked, found }: FaceMatch): string {
  return marked === 0 ? '-' : `${((100 * found) / marked).toFixed(1)} %`;
}
