import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { openPage } from '../measure/open-page.ts';
import { PIPELINES, type PipelineName } from '../pipelines.ts';
import { useBench } from '../site/use-bench.ts';
import type { MarkedPhoto } from './marked-photo.ts';
import { matchFaces, type FaceMatch } from './match-faces.ts';
import { planFaces, type PhotoSize } from './plan-faces.ts';

/**
 * Who looks for faces: the pipelines on frames, Mien once it has seen a still video of the frame for a while; Mien on the
 * first frame of that video; and Mien on photos in their full size.
 */
export type Seeker = PipelineName | 'mienFirst' | 'mienPhoto';

/** What one of them found on one picture. */
export interface Finding {
  readonly seeker: Seeker;
  /** Height of the single face in pixels; null: the whole photo was shown. */
  readonly height: number | null;
  readonly match: FaceMatch;
}

export interface FacesPlan {
  readonly executablePath: string;
  readonly folder: string;
  readonly photos: readonly MarkedPhoto[];
  /** From which overlap on a box is that of a face, the same for all; 0..1. */
  readonly minIoU: number;
  /** Hears, a sentence at a time, what goes on. */
  readonly say: (sentence: string) => void;
}

/** In a video Mien looks again where it needs to; the others look at each frame as if it were the first. */
const VIDEO_FRAMES = 8;

/**
 * Lets every pipeline look for the marked faces, on wasm.
 *
 * @throws ExpectedError if a photo cannot be read
 */
export async function measureFaces({ executablePath, folder, photos, minIoU, say }: FacesPlan): Promise<Finding[]> {
  const marked = planFaces(photos, await Promise.all(photos.map((photo) => readSize(folder, photo))));
  const plan = marked.flatMap(({ frame }) =>
    Array.from({ length: VIDEO_FRAMES }, (_, position) => ({ ...frame, position })),
  );
  say('Building the pages ...');
  const needs = { executablePath, backend: 'wasm', shown: { folder, plan }, hasCamera: false } as const;
  return useBench(needs, async ({ server, browser }) => {
    const findings: Finding[] = [];
    for (const name of PIPELINES) {
      say(`${name}: looking at ${marked.length} frames ...`);
      const { page } = await openPage(await browser.newContext(), name, { url: server.url, backend: 'wasm' });
      for (const [index, { faces, height }] of marked.entries()) {
        const look = async (position: number) => {
          const result = await page.evaluate((i) => window.bench.run(i), VIDEO_FRAMES * index + position);
          return matchFaces(result.faces, faces, minIoU);
        };
        const first = await look(0);
        if (name !== 'mien') {
          findings.push({ seeker: name, height, match: first });
          continue;
        }
        findings.push({ seeker: 'mienFirst', height, match: first });
        for (let position = 1; position < VIDEO_FRAMES - 1; position++) await look(position);
        findings.push({ seeker: 'mien', height, match: await look(VIDEO_FRAMES - 1) });
      }
      if (name === 'mien') findings.push(...(await readPhotos(page, photos, minIoU)));
      await page.context().close();
    }
    return findings;
  });
}

async function readPhotos(page: Page, photos: readonly MarkedPhoto[], minIoU: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path: file, faces } of photos) {
    const boxes = await page.evaluate((name) => window.bench.readPhoto?.(name) ?? [], file);
    findings.push({ seeker: 'mienPhoto', height: null, match: matchFaces(boxes, faces, minIoU) });
  }
  return findings;
}

/** The size as a browser shows the photo: turned as its EXIF orientation says. */
async function readSize(folder: string, { path: file }: MarkedPhoto): Promise<PhotoSize> {
  try {
    const { autoOrient } = await sharp(path.join(folder, file)).metadata();
    return autoOrient;
  } catch (cause) {
    throw new ExpectedError(`${file} in ${folder} cannot be read as a picture; correct the list of faces`, { cause });
  }
}
