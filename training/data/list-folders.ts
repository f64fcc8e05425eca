import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of the folders inside a folder, links to folders included, but not what macOS and archives leave behind. */
export async function listFolders(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => !name.startsWith('.') && name !== '__MACOSX');
  const isFolder = await Promise.all(names.map(async (name) => (await stat(join(path, name))).isDirectory()));
  return names.filter((_, i) => isFolder[i]);
}
