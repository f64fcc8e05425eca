import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { hashDataSet } from '../data/hash-data-set.ts';
import type { DataSetPaths } from '../data/locate-data-set.ts';
import { hasRun, readHistory, readRunDescription, RunFolderError } from '../run/run-folder.ts';
import { resumeRun, startRun } from './run-training.ts';
import type { TrainConfig } from '../recipe/train-config.ts';

/**
 * Sees to it that a folder holds a finished run of these settings on this data: trains one, goes on with one that was
 * interrupted, or leaves it as it is.
 *
 * @param force train again, whatever the folder holds
 * @throws RunFolderError if the folder holds a run of other settings or on other data
 */
export async function ensureRun(
  folder: string,
  config: TrainConfig,
  paths: DataSetPaths,
  force: boolean,
): Promise<void> {
  if (force) await rm(folder, { recursive: true, force: true });
  if (!(await hasRun(folder))) {
    await startRun(folder, config, paths);
    return;
  }
  const found = await readRunDescription(folder);
  const isSame =
    isDeepStrictEqual(describeTraining(found.config), describeTraining(config)) &&
    isDeepStrictEqual(found.dataHashes, await hashDataSet(paths));
  if (!isSame) {
    throw new RunFolderError(
      `${folder} holds a run with other settings or on other data; train it again by calling this command with --force`,
    );
  }
  if ((await readHistory(folder)).length >= config.epochs) console.log(`${folder} is trained already`);
  else await resumeRun(folder, {}, paths);
}

/** What decides the result: not what computes it. As it is read from JSON. */
function describeTraining(config: TrainConfig): unknown {
  return JSON.parse(JSON.stringify({ ...config, engine: undefined, workers: undefined }));
}
