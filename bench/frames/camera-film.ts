import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Box } from '../../src/core/box.ts';
import { demoFrames, type FrameFolder } from './find-sources.ts';
import { FRAME_SIZE, placeView, planFrames, type FrameSource, type PlannedFrame } from './frame-plan.ts';

/** Frames of the film, which Chromium plays in a loop at 30 a second: some seconds a picture. */
const FRAMES = 240;

/** Decoded pictures, since each is shown in many frames. */
type Pictures = ReadonlyMap<FrameSource, { readonly pixels: Sharp; readonly width: number; readonly height: number }>;

/**
 * Writes a film of face-api's demo pictures for Chromium's fake camera: each for some seconds, seen by a camera that
 * sways, as JPEGs one after the other. So faces are followed, lost, and found again.
 *
 * @param folder where the film goes
 * @returns what Chromium is to be told so that it plays the film
 */
export async function makeCamera(folder: string): Promise<readonly string[]> {
  // By the end of its name Chromium knows what it is.
  const film = path.join(folder, 'camera.mjpeg');
  await writeFilm(film, demoFrames());
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
}

async function writeFilm(film: string, { folder, sources }: FrameFolder): Promise<void> {
  const decoded = sources.map(async (source) => {
    const { data, info } = await sharp(path.join(folder, source.path)).raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return [source, { pixels: sharp(data, { raw: { width, height, channels } }), width, height }] as const;
  });
  const pictures: Pictures = new Map(await Promise.all(decoded));
  const frames = planFrames(sources, FRAMES).map((planned) => drawFrame(pictures, planned));
  await writeFile(film, Buffer.concat(await Promise.all(frames)));
}

function drawFrame(pictures: Pictures, { source, motion }: PlannedFrame): Promise<Buffer> {
  const picture = pictures.get(source);
  if (!picture) throw new RangeError(`${source.path} was not decoded`);
  const { pixels, width, height } = picture;
  const view = keepInside(placeView(source.region ?? { x: 0, y: 0, width, height }, motion), width, height);
  return pixels
    .clone()
    .extract(view)
    .resize(FRAME_SIZE.width, FRAME_SIZE.height, { fit: 'fill' })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** A view in whole pixels, moved or cut so that it does not reach past the edges. */
function keepInside(view: Box, width: number, height: number) {
  const size = { width: Math.min(Math.round(view.width), width), height: Math.min(Math.round(view.height), height) };
  const place = (start: number, length: number, end: number) => Math.min(Math.max(Math.round(start), 0), end - length);
  return { left: place(view.x, size.width, width), top: place(view.y, size.height, height), ...size };
}
