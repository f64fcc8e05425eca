import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { EXPRESSIONS, type Expression } from '../../src/core/expressions.ts';
import { viewRgba } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { listFolders } from './locate-data-set.ts';
import type { LabelledFace, Split } from './samples.ts';

/**
 * Folder names of the splits in lower case; the first one that is there counts. Kaggle's image version of FER2013 has
 * merged both tests into one folder `test`, which then serves as either.
 */
const SPLIT_FOLDERS: Readonly<Record<Split, readonly string[]>> = {
  Training: ['training', 'train'],
  PublicTest: ['publictest', 'validation', 'valid', 'val', 'test'],
  PrivateTest: ['privatetest', 'test'],
};

const IMAGE_TYPES = ['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff', '.gif'];

/** Pictures decoded at a time: as many as libuv has threads. More would only hold more large photos in memory. */
const BATCH = 4;

/**
 * Reads the images of `<split>/<label>/*`, or of `<label>/*`, which then serve as every split. Pictures of any size
 * and colour are made upright by their EXIF orientation and go through the page's own preprocessing on their centred
 * square, which leaves 48x48 gray ones as they are. Faces come ordered by class, then by file name.
 *
 * @param onNote told in a sentence what is left out: folders for contempt, files that are no pictures
 * @param onBroken told of each picture that cannot be read, which is then left out; without it, such a picture is an error
 * @returns the faces of each of the splits, perhaps none
 * @throws ExpectedError if a folder's name is no expression or, without `onBroken`, a picture cannot be read
 */
export async function readImageFolder(
  path: string,
  splits: readonly Split[],
  onNote: (sentence: string) => void,
  onBroken?: (file: string) => void,
): Promise<Map<Split, LabelledFace[]>> {
  const names = await listFolders(path);
  if (names.length === 0) {
    throw new ExpectedError(
      `${path} holds neither fer2013.csv nor folders of images; expected train/ and test/ with a folder for each of ${EXPRESSIONS.join(', ')}.`,
    );
  }
  const isSplit = (name: string): boolean => Object.values(SPLIT_FOLDERS).flat().includes(name.toLowerCase());
  const hasSplits = names.some(isSplit);
  const others = names.filter((name) => !isSplit(name));
  if (hasSplits && others.length > 0) onNote(`Left out of ${path}: ${others.join(', ')} (no name of a split).`);

  const facesOf = new Map<Split, LabelledFace[]>();
  const readBefore = new Map<string, LabelledFace[]>();
  for (const split of splits) {
    const folder = hasSplits ? findSplitFolder(names, split) : '.';
    if (folder === undefined) continue;
    const faces = readBefore.get(folder) ?? (await readLabelFolders(join(path, folder), onNote, onBroken));
    readBefore.set(folder, faces);
    facesOf.set(split, faces);
  }
  return facesOf;
}

function findSplitFolder(names: readonly string[], split: Split): string | undefined {
  return SPLIT_FOLDERS[split]
    .map((known) => names.find((name) => name.toLowerCase() === known))
    .find((name) => name !== undefined);
}

async function readLabelFolders(
  folder: string,
  onNote: (sentence: string) => void,
  onBroken?: (file: string) => void,
): Promise<LabelledFace[]> {
  const pictures: { label: number; file: string }[] = [];
  for (const name of await listFolders(folder)) {
    if (name.toLowerCase() === 'contempt') {
      onNote(`Left out: ${join(folder, name)} (contempt is none of the seven expressions).`);
      continue;
    }
    const label = parseLabelFolder(name);
    if (label === null) {
      throw new ExpectedError(
        `The folder ${join(folder, name)} is no expression; expected ${EXPRESSIONS.join(', ')}, so rename or remove it.`,
      );
    }
    for (const file of await listPictures(join(folder, name), onNote)) pictures.push({ label, file });
  }
  // Several folders may hold one class, so the order by class comes from here.
  pictures.sort((a, b) => a.label - b.label || (a.file < b.file ? -1 : 1));

  const faces: LabelledFace[] = [];
  for (let start = 0; start < pictures.length; start += BATCH) {
    const batch = pictures.slice(start, start + BATCH);
    const decoded = await Promise.all(
      batch.map(({ file }) =>
        decodeFace(file).catch((error: unknown) => {
          if (!onBroken || !(error instanceof ExpectedError)) throw error;
          onBroken(file);
          return null;
        }),
      ),
    );
    batch.forEach(({ label, file }, i) => {
      const pixels = decoded[i] ?? null;
      if (pixels !== null) faces.push({ pixels, label, sourceRow: start + i, file });
    });
  }
  return faces;
}

/** 48x48 gray bytes of the centred square of a picture. */
async function decodeFace(file: string): Promise<Uint8Array> {
  const { data, info } = await sharp(file, { failOn: 'error' })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ExpectedError(`${file} cannot be read as a picture (${reason}); fetch it again or remove it.`, { cause: error });
    });
  const { width, height } = info;
  const side = Math.min(width, height);
  return cropToGray(viewRgba({ data, width, height }), { x: (width - side) / 2, y: (height - side) / 2, side });
}

async function listPictures(folder: string, onNote: (sentence: string) => void): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  const pictures = names.filter((name) => IMAGE_TYPES.includes(extname(name).toLowerCase()));
  const others = names.length - pictures.length;
  if (others > 0) onNote(`Left out of ${folder}: ${others} of ${names.length} files (not ${IMAGE_TYPES.join(', ')}).`);
  return pictures.map((name) => join(folder, name));
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
export function parseLabelFolder(name: string): number | null {
  const lower = name.toLowerCase();
  const label = EXPRESSIONS.findIndex((expression, k) => FOLDER_NAMES[expression].includes(lower) || lower === String(k));
  return label < 0 ? null : label;
}
