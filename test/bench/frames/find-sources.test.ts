import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoFrames, findSources } from '../../../bench/frames/find-sources.ts';
import { ExpectedError } from '../../../node/command/expected-error.ts';
import { makeTemporaryFolder } from '../../training/data/temporary-folder.ts';

async function makeFiles(...files: string[]): Promise<string> {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder, 'deeper'));
  for (const file of files) await writeFile(join(folder, file), '');
  return folder;
}

describe('findSources', () => {
  it('takes pictures and clips of all folders by their names', async () => {
    const folder = await makeFiles('b.JPG', 'a.png', 'notes.txt', 'deeper/c.mp4', 'deeper/d.webm', 'e.jpeg');
    const { sources } = await findSources(folder, 1000);
    expect(sources.map(({ path, kind, scene }) => [path, kind, scene])).toEqual([
      ['a.png', 'picture', 'pictures'],
      ['b.JPG', 'picture', 'pictures'],
      ['deeper/c.mp4', 'clip', 'clips'],
      ['deeper/d.webm', 'clip', 'clips'],
      ['e.jpeg', 'picture', 'pictures'],
    ]);
  });

  it('thins many out, so that each is shown for some frames', async () => {
    const folder = await makeFiles(...Array.from({ length: 10 }, (_, i) => `${i}.jpg`));
    const paths = async (count: number) => (await findSources(folder, count)).sources.map(({ path }) => path);
    expect(await paths(100)).toEqual(['0.jpg', '2.jpg', '4.jpg', '6.jpg', '8.jpg']);
    expect(await paths(3)).toEqual(['0.jpg']);
  });

  it('says what is missing', async () => {
    const folder = await makeFiles('notes.txt');
    await expect(findSources(folder, 10)).rejects.toThrow(/holds no picture .* name a folder that does/);
    await expect(findSources(join(folder, 'none'), 10)).rejects.toThrow(ExpectedError);
  });
});

describe('demoFrames', () => {
  it('names files that the package has', async () => {
    const { folder, sources } = demoFrames();
    expect(new Set(sources.map(({ scene }) => scene))).toEqual(new Set(['one face', 'four faces']));
    for (const { path } of sources) await expect(access(join(folder, path))).resolves.toBeUndefined();
  });
});
