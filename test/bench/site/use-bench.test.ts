import { access, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { measureFaces } from '../../../bench/faces/measure-faces.ts';
import { useBench } from '../../../bench/site/use-bench.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

/** Instead of minutes of building and a browser: a folder with a page, and what the test says of the browser. */
const fakes = vi.hoisted(() => ({ site: '', close: vi.fn(), openBrowser: vi.fn() }));
vi.mock('../../../bench/site/build-site.ts', () => ({
  async buildSite() {
    fakes.site = await mkdtemp(join(tmpdir(), 'mien-bench-'));
    await writeFile(join(fakes.site, 'index.html'), 'a page');
    return fakes.site;
  },
}));
vi.mock('../../../bench/site/open-browser.ts', () => ({ openBrowser: fakes.openBrowser }));

const NEEDS = { executablePath: 'chromium', backend: 'wasm', shown: null, hasCamera: false } as const;

/** Expects that nothing serves this address any more, and that the pages are gone. */
async function expectAllGone(url: string): Promise<void> {
  await expect(fetch(url)).rejects.toThrow();
  await expect(access(fakes.site)).rejects.toThrow();
}

describe('what a measurement needs', () => {
  it('is there while it works, and gone afterwards, whatever becomes of it', async () => {
    fakes.openBrowser.mockResolvedValue({ browser: { close: fakes.close }, adapter: null });
    let url = '';
    const work = vi.fn(async ({ server }: { readonly server: { readonly url: string } }) => {
      url = server.url;
      expect(await (await fetch(url)).text()).toBe('a page');
      throw new ExpectedError('a pipeline does not start');
    });
    await expect(useBench(NEEDS, work)).rejects.toThrow('a pipeline does not start');
    expect(fakes.close).toHaveBeenCalledOnce();
    await expectAllGone(url);
  });

  it('does not keep a command alive whose browser does not start', async () => {
    fakes.openBrowser.mockRejectedValue(new ExpectedError('no browser; name another one'));
    const folder = await makeTemporaryFolder();
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } });
    await picture.png().toFile(join(folder, 'white.png'));
    const photos = [{ path: 'white.png', faces: [{ x: 1, y: 1, width: 4, height: 4 }] }];
    const plan = { executablePath: 'chromium', folder, photos, minIoU: 0.5, say: () => undefined };
    await expect(measureFaces(plan)).rejects.toThrow('name another one');
    const [, , url] = fakes.openBrowser.mock.lastCall as [string, string, string];
    await expectAllGone(url);
  });
});
