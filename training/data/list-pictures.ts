import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { EXPRESSIONS, type Expression } from '../../src/core/expressions.ts';
import { listFolders } from './locate-data-set.ts';
import { SPLITS, type Split } from './samples.ts';

/**
 * Folder names of the splits in lower case; the first one that is there counts. Kaggle's image version of FER2013 has
 * merged both tests into one folder `test`, which then serves as either.
 */
const SPLIT_FOLDERS: Readonly<Record<Split, readonly string[]>> = {
  Training: ['training', 'train'],
  PublicTest: ['publictest', 'validation', 'valid', 'val', 'test'],
  PrivateTest: ['privatetest', 'test'],
};

/** How the names of pictures end. */
export const IMAGE_TYPES = ['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.gif'];

/** The folders of an image folder's splits. */
export interface SplitFolders {
  /** By split; where no folder has the name of a split, the image folder itself serves as every one. */
  readonly folderOf: ReadonlyMap<Split, string>;
  /** Names of the folders beside those of splits. */
  readonly others: readonly string[];
}

/** Finds the folders of the splits; none if the image folder holds no folders at all. */
export async function findSplitFolders(path: string): Promise<SplitFolders> {
  const names = await listFolders(path);
  const isSplit = (name: string): boolean => Object.values(SPLIT_FOLDERS).flat().includes(name.toLowerCase());
  const folderOf = new Map<Split, string>();
  if (!names.some(isSplit)) {
    if (names.length > 0) for (const split of SPLITS) folderOf.set(split, path);
    return { folderOf, others: [] };
  }
  for (const split of SPLITS) {
    const name = SPLIT_FOLDERS[split]
      .map((known) => names.find((found) => found.toLowerCase() === known))
      .find((found) => found !== undefined);
    if (name !== undefined) folderOf.set(split, join(path, name));
  }
  return { folderOf, others: names.filter((name) => !isSplit(name)) };
}

/** A folder of the pictures of one class. */
export interface LabelFolder {
  readonly path: string;
  /** Index of the class; null if the folder's name is no expression. */
  readonly label: number | 'contempt' | null;
}

/** The label folders of a split's folder. */
export async function listLabelFolders(folder: string): Promise<LabelFolder[]> {
  return (await listFolders(folder)).map((name) => ({
    path: join(folder, name),
    label: name.toLowerCase() === 'contempt' ? 'contempt' : parseLabelFolder(name),
  }));
}

/** The pictures of a label folder, and how many others lie there, what begins with a dot left out. */
export async function listPictures(folder: string): Promise<{ files: string[]; others: number }> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  const pictures = entries.filter(
    (entry) => !entry.isDirectory() && IMAGE_TYPES.includes(extname(entry.name).toLowerCase()),
  );
  return { files: pictures.map(({ name }) => join(folder, name)), others: entries.length - pictures.length };
}

/** All pictures of all splits of an image folder: those that `readImageFolder` reads, and no other file. */
export async function listAllPictures(path: string): Promise<string[]> {
  const { folderOf } = await findSplitFolders(path);
  const pictures: string[] = [];
  for (const folder of new Set(folderOf.values())) {
    for (const { path: labelFolder, label } of await listLabelFolders(folder)) {
      if (typeof label === 'number') pictures.push(...(await listPictures(labelFolder)).files);
    }
  }
  return pictures;
}

/** What public data sets call the folders of each expression, in lower case. */
const FOLDER_NAMES: Readonly<Record<Expression, readonly string[]>> = {
  angry: ['angry', 'anger'],
  disgust: ['disgust', 'disgusted'],
  fear: ['fear', 'fearful'],
  happy: ['happy', 'happiness'],
  sad: ['sad', 'sadness'],
  surprise: ['surprise', 'surprised'],
  neutral: ['neutral'],
};

/**
 * The class index of a label folder: one of the names above whatever its case, or FER2013's number. Data sets that
 * number otherwise have more or other numbers (RAF-DB 1..7, AffectNet 0..7), and the one that is too many gives them away.
 *
 * @returns 0..6, or null if the name is no expression of ours
 */
function parseLabelFolder(name: string): number | null {
  const lower = name.toLowerCase();
  const label = EXPRESSIONS.findIndex((expression, k) => FOLDER_NAMES[expression].includes(lower) || lower === String(k));
  return label < 0 ? null : label;
}
