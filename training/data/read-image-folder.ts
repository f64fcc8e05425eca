import sharp from 'sharp';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { viewRgba } from '../../src/core/picture.ts';
import { cropToGray } from '../../src/core/preprocess.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { findSplitFolders, IMAGE_TYPES, listLabelFolders, listPictures } from './list-pictures.ts';
import type { LabelledFace, Split } from './samples.ts';

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
  const { folderOf, others } = await findSplitFolders(path);
  if (folderOf.size === 0) {
    throw new ExpectedError(
      `${path} holds neither fer2013.csv nor folders of images; expected train/ and test/ with a folder for each of ${EXPRESSIONS.join(', ')}.`,
    );
  }
  if (others.length > 0) onNote(`Left out of ${path}: ${others.join(', ')} (no name of a split).`);

  const facesOf = new Map<Split, LabelledFace[]>();
  const readBefore = new Map<string, LabelledFace[]>();
  for (const split of splits) {
    const folder = folderOf.get(split);
    if (folder === undefined) continue;
    const faces = readBefore.get(folder) ?? (await readLabelFolders(folder, onNote, onBroken));
    readBefore.set(folder, faces);
    facesOf.set(split, faces);
  }
  return facesOf;
}

async function readLabelFolders(
  folder: string,
  onNote: (sentence: string) => void,
  onBroken?: (file: string) => void,
): Promise<LabelledFace[]> {
  const pictures: { label: number; file: string }[] = [];
  for (const { path, label } of await listLabelFolders(folder)) {
    if (label === 'contempt') {
      onNote(`Left out: ${path} (contempt is none of the seven expressions).`);
      continue;
    }
    if (label === null) {
      throw new ExpectedError(
        `The folder ${path} is no expression; expected ${EXPRESSIONS.join(', ')}, so rename or remove it.`,
      );
    }
    const { files, others } = await listPictures(path);
    const all = files.length + others;
    if (others > 0) onNote(`Left out of ${path}: ${others} of ${all} files (not ${IMAGE_TYPES.join(', ')}).`);
    for (const file of files) pictures.push({ label, file });
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
