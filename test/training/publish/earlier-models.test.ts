import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { folderOfModel, MODEL_FILES } from '../../../training/models/model-files.ts';
import { findEarlierModel, restoreModel } from '../../../training/publish/earlier-models.ts';
import { failAt } from '../../node/fail-at-step.ts';

vi.mock('node:fs/promises', async (importReal) =>
  (await import('../../node/fail-at-step.ts')).makeTroubledFiles(await importReal()),
);

const [OLD, NEW] = ['ab'.repeat(32), 'cd'.repeat(32)];

describe('earlier models', () => {
  let repository = '';
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: repository });

  beforeAll(async () => {
    repository = await mkdtemp(join(tmpdir(), 'mien-'));
    git('init', '-q');
    const folder = join(repository, folderOfModel('accurate'));
    await mkdir(folder, { recursive: true });
    for (const weightsSha256 of [OLD, NEW]) {
      for (const name of MODEL_FILES) await writeFile(join(folder, name), JSON.stringify({ name, weightsSha256 }));
      // No UTF-8: the bytes must come back as they are.
      await writeFile(join(folder, 'weights.bin'), Uint8Array.of(0xff, 0x00, weightsSha256.charCodeAt(0)));
      git('add', '-A');
      git('commit', '-q', '-m', 'a model');
    }
  });

  afterAll(() => rm(repository, { recursive: true }));

  it('are found by their weights and come back byte for byte', async () => {
    const found = findEarlierModel(repository, OLD.slice(0, 12).toUpperCase());
    expect(found).toMatchObject({ folder: folderOfModel('accurate'), weightsSha256: OLD });
    const target = join(repository, 'runs/teachers/old');
    await restoreModel(repository, found, target);
    expect((await readdir(target)).toSorted()).toEqual([...MODEL_FILES].toSorted());
    expect([...(await readFile(join(target, 'weights.bin')))]).toEqual([0xff, 0x00, 'a'.charCodeAt(0)]);
    expect(JSON.parse(await readFile(join(target, 'model.json'), 'utf8'))).toMatchObject({ weightsSha256: OLD });
  });

  it('come back as a whole or not at all, where the disk is full', async () => {
    const found = findEarlierModel(repository, OLD);
    const folder = join(repository, 'runs/teachers/full');
    for (let at = 1; await failAt(at, 'full', () => restoreModel(repository, found, join(folder, 'old'))); at++) {
      expect(await readdir(folder)).toEqual([]);
    }
    expect((await readdir(join(folder, 'old'))).toSorted()).toEqual([...MODEL_FILES].toSorted());
  });

  it('never take the place of what is there', async () => {
    const shipped = join(repository, folderOfModel('accurate'));
    await expect(restoreModel(repository, findEarlierModel(repository, OLD), shipped)).rejects.toThrow(
      /another folder/,
    );
    expect(JSON.parse(await readFile(join(shipped, 'model.json'), 'utf8'))).toMatchObject({ weightsSha256: NEW });
  });

  it.each([
    ['too few digits', 'abab', /first 8 hexadecimal digits/],
    ['what is no hash', '../../etc/passwd', /not the beginning of a SHA-256/],
    ['a model that never shipped', '0123456789ab', /no commit of this checkout.*git fetch --unshallow/],
  ])('are asked for in one sentence when given %s', (_, digits, sentence) => {
    expect(() => findEarlierModel(repository, digits)).toThrow(sentence);
  });

  it('are found past a commit whose manifest is damaged', async () => {
    for (const manifest of ['{', '{"weightsSha256": 7}']) {
      await writeFile(join(repository, folderOfModel('accurate'), 'manifest.json'), manifest);
      git('commit', '-q', '-a', '-m', 'a damaged manifest');
    }
    expect(findEarlierModel(repository, NEW)).toMatchObject({ weightsSha256: NEW });
  });

  it('are not brought back in part', async () => {
    const lone = join(repository, folderOfModel('fast'));
    await mkdir(lone, { recursive: true });
    await writeFile(join(lone, 'manifest.json'), JSON.stringify({ weightsSha256: 'ef'.repeat(32) }));
    git('add', '-A');
    git('commit', '-q', '-m', 'a manifest alone');
    const found = findEarlierModel(repository, 'ef'.repeat(32));
    const target = join(repository, 'runs/teachers/part');
    await expect(restoreModel(repository, found, target)).rejects.toThrow(
      /commit [0-9a-f]{40} cannot be brought back: it has no public\/models\/expression\/fast\/model\.json there/,
    );
    await expect(readdir(target)).rejects.toThrow();
  });

  it('need a git checkout', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mien-'));
    expect(() => findEarlierModel(folder, OLD)).toThrow(/clone it/);
    await rm(folder, { recursive: true });
  });
});
