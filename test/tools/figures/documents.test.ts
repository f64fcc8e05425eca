import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_NAMES, fillDocument } from '../../../tools/figures/documents.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
/** All that people read of the project. */
const TEXTS = ['.', 'docs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file)),
);

describe('the figures in the documents', () => {
  it.each(DOCUMENT_NAMES)('are in %s as they were measured', (name) => {
    expect(fillDocument(ROOT, name)).toBe(read(name)); // else: npm run figures
  });
});

describe('the documents', () => {
  it.each(TEXTS)('%s links to files that are there', (name) => {
    const links = [...read(name).matchAll(/\]\(([^)#]+)|(?:src|srcset)="([^"]+)"/g)].map(
      (match) => match[1] ?? match[2],
    );
    const local = links.filter((link): link is string => link !== undefined && !link.startsWith('http'));
    expect(local.filter((link) => !existsSync(join(ROOT, dirname(name), link)))).toEqual([]);
  });

  it.each(TEXTS)('%s names npm scripts that there are', (name) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(name).matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] as string);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe('the README', () => {
  it('is short', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(150);
  });

  it('loads quickly', () => {
    const pictures = [...read('README.md').matchAll(/docs\/[\w-]+\.webp/g)].map(([file]) => file);
    expect(pictures).toHaveLength(2);
    for (const file of pictures) expect(statSync(join(ROOT, file)).size, file).toBeLessThan(150_000);
  });
});
