import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCameraFilm } from './face-pictures.ts';

/** Puts the fake cameras' films where playwright.config.ts tells Chromium to look for them. */
export default async function prepareFilms(): Promise<void> {
  const folder = path.resolve(import.meta.dirname, '../../.cache/test-films');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'shaking.mjpeg'), await makeCameraFilm(true));
  await writeFile(path.join(folder, 'still.mjpeg'), await makeCameraFilm(false));
}
