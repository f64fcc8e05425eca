import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CACHE_LIFETIMES } from '../../../tools/deploy/cache-lifetimes.ts';
import { describeHeaders } from '../../../tools/deploy/provide-headers.ts';
import { SECURITY_HEADERS } from '../../../tools/deploy/security-headers.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

const policy = new Map(
  SECURITY_HEADERS['Content-Security-Policy']?.split('; ').map((directive) => {
    const [name = '', ...sources] = directive.split(' ');
    return [name, sources];
  }),
);

describe('SECURITY_HEADERS', () => {
  it('allow nothing that is not listed, no other origin, and no script but the files', () => {
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect([...policy.values()].flat()).toEqual(
      expect.not.arrayContaining(["'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", 'data:', '*']),
    );
    for (const source of [...policy.values()].flat()) {
      expect(["'none'", "'self'", "'wasm-unsafe-eval'", 'blob:']).toContain(source);
    }
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('worker-src')).toEqual(["'self'"]);
  });

  it('let a page embed Mien', () => {
    expect(policy.has('frame-ancestors')).toBe(false);
    expect(SECURITY_HEADERS).not.toHaveProperty('X-Frame-Options');
  });
});

describe('describeHeaders', () => {
  it('gives every address the security headers, and each its lifetime once', async () => {
    const folder = await makeTemporaryFolder();
    for (const name of ['assets', 'models']) mkdirSync(join(folder, name));
    for (const name of ['index.html', '_headers']) writeFileSync(join(folder, name), '');
    expect(describeHeaders(folder)).toBe(
      [
        '/*',
        ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `  ${name}: ${value}`),
        '/',
        '  Cache-Control: no-cache',
        '/assets/*',
        '  Cache-Control: public, max-age=31536000, immutable',
        '/index.html',
        '  Cache-Control: no-cache',
        '/models/*',
        '  Cache-Control: no-cache',
        '',
      ].join('\n'),
    );
  });
});

it('nginx sends the same headers and lifetimes', () => {
  const config = readFileSync(join(import.meta.dirname, '../../../deploy/nginx.conf'), 'utf8');
  const added = [...config.matchAll(/add_header (\S+) "(.*)" always;/g)].map(([, name, value]) => [name, value]);
  expect(added).toEqual(Object.entries(SECURITY_HEADERS));
  expect(config).toContain(`default ${CACHE_LIFETIMES.other};`);
  expect(config).toContain(`~/assets/ "${CACHE_LIFETIMES['assets/']}";`);
  // In a block that adds a header of its own, those around it do not count any more.
  expect(config.match(/^ *add_header/gm)).toEqual(Array(added.length + 1).fill('  add_header'));
});

it('nginx compresses for a server before it, and sends a model card as text to read', () => {
  const config = readFileSync(join(import.meta.dirname, '../../../deploy/nginx.conf'), 'utf8');
  // Its defaults: nothing for what another nginx asks, and to be saved, for its list of types knows no Markdown.
  expect(config).toMatch(/gzip_http_version 1\.0;\s+gzip_proxied any;/);
  expect(config).toMatch(/location ~ \\\.md\$ \{\s+types \{ \}\s+default_type text\/plain;\s+charset utf-8;\s+\}/);
});
