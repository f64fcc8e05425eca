import { join } from 'node:path';
import { resolveConfig, type IndexHtmlTransformContext, type Plugin } from 'vite';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

/** The plugins of a build that has these documents, too. */
async function findPlugins(further: readonly string[]): Promise<ReadonlyMap<string, Plugin>> {
  const config = { root: ROOT, configFile: join(ROOT, 'vite.config.ts') };
  const { plugins } = await resolveConfig({ ...config, build: { rolldownOptions: { input: [...further] } } }, 'build');
  return new Map(plugins.map((plugin) => [plugin.name, plugin]));
}

it("puts what a site needs into the site's own documents, and into no others", async () => {
  const plugins = await findPlugins([]);
  for (const name of ['mien:headers', 'mien:unserved']) {
    const transform = plugins.get(name)?.transformIndexHtml as (html: string, context: object) => unknown[];
    const count = (path: string) => transform('', { path } satisfies Partial<IndexHtmlTransformContext>).length;
    for (const page of ['/index.html', '/check.html']) expect(count(page), name).toBeGreaterThan(0);
    expect(count('/bench/pages/mien.html'), name).toBe(0);
  }
});

it('keeps the site for visits without a network, and no build of more than the site', async () => {
  const isKept = async (further: readonly string[]) => {
    const { disabled } = (await findPlugins(further)).get('vite-plugin-pwa')?.api as { readonly disabled: boolean };
    return !disabled;
  };
  expect(await isKept([])).toBe(true);
  expect(await isKept([join(ROOT, 'bench/pages/mien.html')])).toBe(false);
});
