import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { Hash } from 'node:crypto';
import * as v from 'valibot';
import { sha256 } from '../../src/core/model-manifest.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { shortenHash } from '../../node/format.ts';
import { listAllPictures } from './list-pictures.ts';
import { locateFaces, type DataSetPaths } from './locate-data-set.ts';

/** SHA-256, hexadecimal, of what a data set is made of. */
export interface DataHashes {
  readonly data: string;
  readonly votes?: string;
  readonly leakage?: string;
}

/** Such hashes as read from a file. */
export const dataHashesSchema: v.GenericSchema<unknown, DataHashes> = v.object({
  data: sha256,
  votes: v.exactOptional(sha256),
  leakage: v.exactOptional(sha256),
});

/** The files of a data set, and what they held when they were read. */
export interface UsedData {
  readonly paths: DataSetPaths;
  readonly hashes: DataHashes;
}

/** What a run or a model was trained on, as its folder has it; null or absent: no such file. */
export type TrainedHashes = Readonly<{ [Part in keyof DataHashes]?: string | null | undefined }>;

/** What a data set is made of, and the flag that says where it lies. */
const PARTS = [
  { part: 'data', name: 'faces', flag: '--data' },
  { part: 'votes', name: 'votes', flag: '--votes' },
  { part: 'leakage', name: 'a leakage list', flag: '--leakage' },
] as const;

/**
 * Reads a data set so that it is certain which files were read.
 *
 * @param read is told what the files hold before it reads them
 * @throws ExpectedError if one of them is missing, or changes meanwhile
 */
export async function readHashed<Content>(
  paths: DataSetPaths,
  read: (used: UsedData) => Promise<Content>,
): Promise<Content> {
  const hashes = await hashDataSet(paths);
  const content = await read({ paths, hashes });
  const after = await hashDataSet(paths);
  const changed = PARTS.find(({ part }) => hashes[part] !== after[part]);
  if (!changed) return content;
  throw new ExpectedError(
    `${paths[changed.part] ?? ''} changed while it was read; call this command again when nothing writes to it any more`,
  );
}

/**
 * Makes sure that what is read is what a run or a model was trained on: otherwise its manifest would carry hashes of one
 * data set and scores of another.
 *
 * @param trained names the run or model in the error: its folder
 * @throws ExpectedError that names the file, what is different and what to do
 */
export function requireSameData(trained: string, expected: TrainedHashes, { paths, hashes }: UsedData): void {
  for (const { part, name, flag } of PARTS) {
    const [wanted, found, path] = [expected[part] ?? null, hashes[part] ?? null, paths[part] ?? ''];
    if (wanted === found) continue;
    if (found === null) {
      throw new ExpectedError(
        `${trained} was trained with ${name} (SHA-256 ${shortenHash(wanted ?? '')}), which are missing here; give that file with ${flag}`,
      );
    }
    if (wanted === null) {
      throw new ExpectedError(
        `${trained} was trained without ${name}, and ${path} is given; leave it out, or train a new run with it`,
      );
    }
    const kind = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? 'folder' : 'file';
    throw new ExpectedError(
      `${path} is not the ${kind} that ${trained} was trained with (its SHA-256 is ${shortenHash(found)}, not ${shortenHash(wanted)}); put that ${kind} back, say with ${flag} where it is, or train a new run`,
    );
  }
}

/**
 * Hashes the files that are read of a data set: of a folder of images, the names and contents of all pictures that
 * `readImageFolder` reads of any split, in the order of their names. What else lies there may come and go (Finder's
 * .DS_Store).
 *
 * @throws ExpectedError if one of them is missing or cannot be read
 */
export async function hashDataSet({ data, votes, leakage }: DataSetPaths): Promise<DataHashes> {
  return {
    data: await hashPath((await locateFaces(data)).path),
    ...(votes !== undefined && { votes: await hashPath(votes) }),
    ...(leakage !== undefined && { leakage: await hashPath(leakage) }),
  };
}

async function hashPath(path: string): Promise<string> {
  const hash = createHash('sha256');
  const found = await stat(path).catch((cause: unknown) => {
    throw new ExpectedError(`There is no file ${path}; check the path.`, { cause });
  });
  if (!found.isDirectory()) {
    await addFile(hash, path);
    return hash.digest('hex');
  }
  const names = (await listAllPictures(path)).map((file) => [relative(path, file).split(sep).join('/'), file] as const);
  for (const [name, file] of names.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n`);
    await addFile(hash, file);
  }
  return hash.digest('hex');
}

async function addFile(hash: Hash, path: string): Promise<void> {
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExpectedError(`${path} cannot be read (${reason}); fetch it again or remove it.`, { cause });
  }
}
