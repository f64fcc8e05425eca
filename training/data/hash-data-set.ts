import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Hash } from 'node:crypto';
import type { DataSetPaths } from './locate-data-set.ts';

/** SHA-256, hexadecimal, of what a data set is made of. */
export interface DataHashes {
  readonly data: string;
  readonly votes?: string;
  readonly leakage?: string;
}

/**
 * Hashes the files of a data set, for the record: of a folder, the names and contents of all files in it, in the
 * order of their names.
 */
export async function hashDataSet({ data, votes, leakage }: DataSetPaths): Promise<DataHashes> {
  return {
    data: await hashPath(data),
    ...(votes !== undefined && { votes: await hashPath(votes) }),
    ...(leakage !== undefined && { leakage: await hashPath(leakage) }),
  };
}

async function hashPath(path: string): Promise<string> {
  const hash = createHash('sha256');
  if (!(await stat(path)).isDirectory()) {
    await addFile(hash, path);
    return hash.digest('hex');
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = files.map((file) => [relative(path, file).split(sep).join('/'), file] as const);
  for (const [name, file] of names.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n`);
    await addFile(hash, file);
  }
  return hash.digest('hex');
}

async function addFile(hash: Hash, path: string): Promise<void> {
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
}
