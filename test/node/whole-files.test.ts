import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readIfThere, replaceFiles, restoreFiles, writeWhole } from '../../node/whole-files.ts';
import { makeTemporaryFolder } from '../training/data/temporary-folder.ts';
import { failAt } from './fail-at-step.ts';

vi.mock('node:fs/promises', async (importReal) =>
  (await import('./fail-at-step.ts')).makeTroubledFiles(await importReal()),
);

/** Name and text of each file. */
async function readAll(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, k) => [name, texts[k] as string]));
}

describe('writeWhole', () => {
  it.each(['full', 'killed'] as const)(
    'leaves the old file or the new one: disk or process %s at any step',
    async (kind) => {
      for (let at = 1; ; at++) {
        const folder = await makeTemporaryFolder();
        const path = join(folder, 'file');
        await writeFile(path, 'old');
        const isHit = await failAt(at, kind, () => writeWhole(path, 'what is new'));
        expect(await readIfThere(path)).toBe(isHit ? 'old' : 'what is new');
        if (kind === 'full' || !isHit) expect(await readdir(folder)).toEqual(['file']);
        if (!isHit) break;
      }
    },
  );

  it('keeps a link, and writes to a device', async () => {
    const folder = await makeTemporaryFolder();
    const [path, link] = [join(folder, 'file'), join(folder, 'link')];
    await writeFile(path, 'old');
    await symlink(path, link);
    await writeWhole(link, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    await writeWhole('/dev/null', 'nothing');
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});

describe('replaceFiles', () => {
  const OLD = { a: 'old a', b: 'old b', index: 'old index' };
  const NEW = { a: 'the new a', b: 'the new b', index: 'the new index' };
  const list = (contents: Readonly<Record<string, string>>) =>
    Object.entries(contents).map(([name, content]) => ({ name, content }));

  /** A folder with another file in it, too. */
  async function prepare(contents: Readonly<Record<string, string>>) {
    const folder = join(await makeTemporaryFolder(), 'folder');
    await mkdir(folder);
    for (const { name, content } of list({ ...contents, 'notes.txt': 'mine' }))
      await writeFile(join(folder, name), content);
    const paths = Object.keys(NEW).map((name) => join(folder, name));
    return { folder, paths };
  }

  it.each([
    ['all of the old files', OLD],
    ['only some', { a: 'old a' }],
    ['none', {}],
  ])('leaves a folder with %s as it was if a step fails', async (_, before) => {
    for (let at = 1; ; at++) {
      const { folder } = await prepare(before);
      // Before it changes anything it removes what earlier calls may have left, which cannot fill a disk.
      const isHit = await failAt(at, 'full', () => replaceFiles(folder, list(NEW)));
      if (!isHit) {
        expect(await readAll(folder)).toEqual({ ...NEW, 'notes.txt': 'mine' });
        expect(at).toBeGreaterThan(10);
        break;
      }
      if ((await readIfThere(join(folder, 'index'))) === NEW.index) {
        // All is in place, and only what was set aside could not be removed.
        expect(await readAll(folder)).toMatchObject({ ...NEW, 'notes.txt': 'mine' });
      } else expect(await readAll(folder)).toEqual({ ...before, 'notes.txt': 'mine' });
    }
  });

  it('leaves the old files or the new ones, whenever it is killed', async () => {
    const outcomes = new Set<string>();
    for (let at = 1; ; at++) {
      const { folder, paths } = await prepare(OLD);
      const isHit = await failAt(at, 'killed', () => replaceFiles(folder, list(NEW)));
      const isMixed = (await readIfThere(join(folder, 'index'))) === null;
      await restoreFiles(paths);
      const { a, b, index } = await readAll(folder);
      expect([OLD, NEW]).toContainEqual({ a, b, index });
      outcomes.add(`${isMixed ? 'taken apart, ' : ''}${index === OLD.index ? 'old' : 'new'}`);
      await replaceFiles(folder, list(NEW));
      expect(await readAll(folder)).toEqual({ ...NEW, 'notes.txt': 'mine' });
      if (!isHit) break;
    }
    expect([...outcomes].toSorted()).toEqual(['new', 'old', 'taken apart, old']);
  });
});
