import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ExpectedError } from '../../node/command/expected-error.ts';
import type { FrameSource } from './frame-plan.ts';

/** A folder and what of it is shown. */
export interface FrameFolder {
  readonly folder: string;
  readonly sources: readonly FrameSource[];
}

const PICTURES = new Set(['.jpg', '.jpeg', '.png']);
const CLIPS = new Set(['.mp4', '.webm']);

/** A tracked face shows what tracking brings only over some frames: no sequence of a folder is shorter, if possible. */
const SHORTEST_SEQUENCE = 20;

/**
 * The demo pictures inside the face-api package: this repository holds no picture of a person. Two faces alone, as tall
 * as half of the frame, and four at once. Every pipeline finds the two, so that none saves time on a face that it misses.
 * Regions by eye, in the pictures' pixels.
 */
export function demoFrames(): FrameFolder {
  const show = (scene: string, file: string, x: number, y: number, width: number, height: number): FrameSource => ({
    scene,
    kind: 'picture',
    path: file,
    region: { x, y, width, height },
  });
  return {
    folder: path.join(import.meta.dirname, '../../node_modules/@vladmandic/face-api/demo'),
    sources: [
      show('one face', 'sample3.jpg', 839, 82, 742, 557),
      show('one face', 'sample6.jpg', 9, 356, 691, 518),
      show('four faces', 'sample6.jpg', 0, 40, 1920, 1440),
    ],
  };
}

/**
 * Pictures (jpg, png) and clips (mp4, webm) of a folder and the folders in it, in order of their names. Of more than
 * fit into the frames with sequences of some length, some at equal distances.
 *
 * @param count frames of the run
 * @throws ExpectedError if there is no such folder, or nothing in it to show
 */
export async function findSources(folder: string, count: number): Promise<FrameFolder> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new ExpectedError(`${folder} is no folder that can be read; name one with pictures or clips`, { cause });
  });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
  const sources = paths.flatMap((file): FrameSource[] => {
    const extension = path.extname(file).toLowerCase();
    if (PICTURES.has(extension)) return [{ scene: 'pictures', kind: 'picture', path: file, region: null }];
    if (CLIPS.has(extension)) return [{ scene: 'clips', kind: 'clip', path: file, region: null }];
    return [];
  });
  if (sources.length === 0) {
    throw new ExpectedError(`${folder} holds no picture (jpg, png) and no clip (mp4, webm); name a folder that does`);
  }
  return { folder, sources: thinOut(sources, Math.max(1, Math.floor(count / SHORTEST_SEQUENCE))) };
}

function thinOut<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, i) => values[Math.floor((i * values.length) / most)] as T);
}
