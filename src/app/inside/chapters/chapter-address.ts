import { PLACE_SEPARATOR, writePlace } from '../../session/address.ts';
import { CHAPTERS, type ChapterName } from './chapters.ts';

/** What the fragment of an address says beyond its place, like `#inside/edges?kernel=sobel-x`. */
export interface ChapterAddress {
  /** Null: the contents. */
  readonly chapter: ChapterName | null;
  readonly settings: URLSearchParams;
}

/** Reads the fragment of an address; a chapter that does not exist leads to the contents. */
export function parseChapter(fragment: string): ChapterAddress {
  const [path = '', query = ''] = fragment.split('?');
  const name = path.split(PLACE_SEPARATOR)[1];
  return { chapter: CHAPTERS.find((chapter) => chapter === name) ?? null, settings: new URLSearchParams(query) };
}

/** The fragment that leads to a chapter, or to the contents. */
export function writeChapter(chapter: ChapterName | null, settings = new URLSearchParams()): string {
  const path = chapter === null ? writePlace('inside') : `${writePlace('inside')}${PLACE_SEPARATOR}${chapter}`;
  return settings.size === 0 ? path : `${path}?${settings.toString()}`;
}
