import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The sentences of a language where they are written. Most of a site's words are compiled for modules; what is not one
 * takes its few from here.
 */
export function readWords(language: 'en' | 'zh'): Readonly<Record<string, unknown>> {
  const file = join(import.meta.dirname, `../../src/words/${language}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
}
