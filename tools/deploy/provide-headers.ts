import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { CACHE_LIFETIMES } from './cache-lifetimes.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { isSitePage } from './site-pages.ts';

/** What a page can say of itself, for servers whose headers cannot be set. */
const META_TAGS: readonly HtmlTagDescriptor[] = [
  {
    tag: 'meta',
    attrs: { 'http-equiv': 'Content-Security-Policy', content: SECURITY_HEADERS['Content-Security-Policy'] },
    injectTo: 'head-prepend',
  },
  { tag: 'meta', attrs: { name: 'referrer', content: SECURITY_HEADERS['Referrer-Policy'] }, injectTo: 'head-prepend' },
];

/**
 * Puts the security headers into what is built: as `_headers`, which many static hosts read, with the lifetimes of
 * caches, and as far as possible into the site's pages. The preview sends them, too. The development server does not: what it
 * adds to a page is inline.
 */
export function provideHeaders(): Plugin {
  let folder = '';
  return {
    name: 'mien:headers',
    apply: (_, { command, isPreview }) => command === 'build' || isPreview === true,
    enforce: 'post',
    config: () => ({ preview: { headers: SECURITY_HEADERS } }),
    configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    transformIndexHtml: (_, { path }) => (isSitePage(path) ? [...META_TAGS] : []),
    closeBundle: {
      // After whatever else is written.
      order: 'post',
      sequential: true,
      handler(error?: Error) {
        if (!error) writeFileSync(join(folder, '_headers'), describeHeaders(folder));
      },
    },
  };
}

/**
 * The text of `_headers` for what a folder holds. No two rules set the same header for one address, since hosts differ in
 * what they make of that.
 */
export function describeHeaders(folder: string): string {
  const rule = (address: string, headers: Readonly<Record<string, string>>) =>
    [address, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('_'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort();
  const lifetimes = ['', ...entries].map((entry) => {
    const lifetime = entry === 'assets/' ? CACHE_LIFETIMES[entry] : CACHE_LIFETIMES.other;
    return rule(`/${entry}${entry.endsWith('/') ? '*' : ''}`, { 'Cache-Control': lifetime });
  });
  return `${[rule('/*', SECURITY_HEADERS), ...lifetimes].join('\n')}\n`;
}
