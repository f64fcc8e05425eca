import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { readWords } from './read-words.ts';
import { isSitePage } from './site-pages.ts';

const FILE = 'unserved.js';
const KEYS = [
  'unserved_title',
  'unserved_text',
  'outdated_browser_title',
  'outdated_browser_text',
  'unloaded_title',
  'unloaded_text',
] as const;

/** Puts a script into the site's built pages that says why they stay blank where they cannot run, and what to do. */
export function provideUnserved(): Plugin {
  return {
    name: 'mien:unserved',
    apply: 'build',
    // Before the program: it runs in this order, and the script hears how that fails.
    transformIndexHtml: (_, { path }) =>
      isSitePage(path) ? [{ tag: 'script', attrs: { defer: true, src: `./${FILE}` }, injectTo: 'head-prepend' }] : [],
    generateBundle() {
      const script = readFileSync(join(import.meta.dirname, FILE), 'utf8');
      const words = JSON.stringify({ en: pickWords('en'), zh: pickWords('zh') });
      this.emitFile({ type: 'asset', fileName: FILE, source: script.replace('(WORDS)', () => `(${words})`) });
    },
  };
}

const pickWords = (language: 'en' | 'zh') => {
  const words = readWords(language);
  return Object.fromEntries(KEYS.map((key) => [key, words[key]]));
};
