import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { MANIFEST, MODEL_FILES, readModelFiles, writeModelFiles } from '../../../training/models/model-files.ts';
import { describeStages } from '../../../training/models/zoo.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { failAt } from '../../node/fail-at-step.ts';
import { writeModel } from '../write-model.ts';

vi.mock('node:fs/promises', async (importReal) =>
  (await import('../../node/fail-at-step.ts')).makeTroubledFiles(await importReal()),
);

const NETWORKS = { old: describeStages('old', [[2]], 0), new: describeStages('new', [[3]], 0) };

/** All bytes of a folder by name. */
async function readBytes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted();
  const files = names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const);
  return Object.fromEntries(await Promise.all(files));
}

describe('writing a model over another one', () => {
  beforeAll(() => prepareWasmBackend());

  /** A folder with the old model, and the new one, ready to be written there. */
  async function prepare() {
    const [folder, other] = [join(await makeTemporaryFolder(), 'model'), await makeTemporaryFolder()];
    await writeModel(folder, NETWORKS.old, 1);
    await writeModel(other, NETWORKS.new, 2);
    const { files, manifest } = await readModelFiles(other);
    return {
      folder,
      before: await readBytes(folder),
      after: await readBytes(other),
      write: (target = folder) => writeModelFiles(target, files, manifest, '# new'),
    };
  }

  it('leaves the old one, byte for byte, where the disk is full at any step', async () => {
    let at = 1;
    for (; ; at++) {
      const { folder, before, after, write } = await prepare();
      const isHit = await failAt(at, 'full', write);
      await readModelFiles(folder);
      const bytes = await readBytes(folder);
      // Once the new one is in place, all that can fail is to remove what was set aside.
      if (isHit && bytes[MANIFEST] === before[MANIFEST]) expect(bytes).toEqual(before);
      else expect(bytes).toMatchObject(after);
      if (!isHit) break;
    }
    expect(at).toBeGreaterThan(2 * MODEL_FILES.length);
  });

  it('leaves one of the two, byte for byte, whenever it is killed', async () => {
    for (let at = 1; ; at++) {
      const { folder, before, after, write } = await prepare();
      const isHit = await failAt(at, 'killed', write);
      await readModelFiles(folder);
      const bytes = await readBytes(folder);
      expect(bytes).toMatchObject(isHit && bytes[MANIFEST] === before[MANIFEST] ? before : after);
      if (!isHit) break;
    }
  });

  it('leaves no file where there was none and the disk is full', async () => {
    for (let at = 1; ; at++) {
      const { after, write } = await prepare();
      const folder = await makeTemporaryFolder();
      const isHit = await failAt(at, 'full', () => write(folder));
      const bytes = await readBytes(folder);
      if (MANIFEST in bytes) expect(bytes).toEqual(after);
      else expect(bytes).toEqual({});
      if (!isHit) break;
    }
  });
});
