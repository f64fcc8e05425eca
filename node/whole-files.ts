import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a folder and what it is to hold. */
export interface FileContent {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Ends the names of files that are being written. */
const NEW = '.new';
/** Ends the names of files that are about to be replaced. */
const OLD = '.old';

/** A file's text; null if there is no such file. */
export async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(ignoreMissing);
}

/** For `catch`: what is missing becomes null, any other failure goes on. */
export function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/**
 * Writes a file as a whole, beside its place first: whether the disk fills up or the process is killed, a reader finds
 * what was there before or all that is new. A device or a pipe is written to as it is.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const found = await stat(path).catch(ignoreMissing);
  if (found && !found.isFile()) return writeFile(path, content);
  const target = found ? await realpath(path) : path; // a link stays one
  try {
    await writeFile(target + NEW, content, { flush: true });
    await rename(target + NEW, target);
  } catch (error) {
    await rm(target + NEW, { force: true });
    throw error;
  }
}

/**
 * Replaces files of a folder all at once; others in it stay. Where a step fails (the disk is full), the folder is as it
 * was before. Where the process is killed, either the new files are all in place, or `restoreFiles` puts those of before
 * back.
 *
 * @param files the last one is taken away first and put in place last, so that no reader takes a mixture for the whole
 */
export async function replaceFiles(folder: string, files: readonly FileContent[]): Promise<void> {
  const paths = files.map(({ name }) => join(folder, name));
  await mkdir(folder, { recursive: true });
  await restoreFiles(paths);
  await removeAll(paths, OLD);
  const placed: string[] = [];
  try {
    for (const { name, content } of files) await writeFile(join(folder, name) + NEW, content, { flush: true });
    for (const path of paths.toReversed()) await rename(path, path + OLD).catch(ignoreMissing);
    for (const path of paths) {
      await rename(path + NEW, path);
      placed.push(path);
    }
    await rm(markOf(paths), { force: true });
  } catch (error) {
    await removeAll(placed);
    await putBack(paths);
    await removeAll(paths, NEW);
    throw error;
  }
  await removeAll(paths, OLD);
}

/**
 * Puts back what a call of `replaceFiles` took away that did not come to its end.
 *
 * @param paths of the files, in the order in which they were to be replaced
 */
export async function restoreFiles(paths: readonly string[]): Promise<void> {
  if (await stat(markOf(paths)).catch(ignoreMissing)) await putBack(paths);
}

async function putBack(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rename(path + OLD, path).catch(ignoreMissing);
}

/** While this file is there, a replacement has begun and is not over. */
function markOf(paths: readonly string[]): string {
  return (paths.at(-1) ?? '') + OLD;
}

async function removeAll(paths: readonly string[], ending = ''): Promise<void> {
  for (const path of paths) await rm(path + ending, { force: true });
}
