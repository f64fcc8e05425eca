import { access, stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../../node/command/expected-error.ts';

/** Where a data set lies. */
export interface DataSetPaths {
  /** `fer2013.csv`, `icml_face_data.csv`, one of them as `.csv.gz`, or a folder with one of them or with images. */
  readonly data: string;
  /** FER+'s `fer2013new.csv`. */
  readonly votes?: string;
  /** List of FER2013 rows that share a photograph. */
  readonly leakage?: string;
}

/** What was found at a path. */
export interface FaceSource {
  readonly kind: 'csv' | 'images';
  readonly path: string;
}

/** Where `npm run train` looks without `--data`. */
export const DEFAULT_FOLDER = 'data/fer2013';

const CSV_NAMES = ['fer2013.csv', 'fer2013.csv.gz', 'icml_face_data.csv', 'icml_face_data.csv.gz'];

/**
 * Tells what a `--data` path is: a csv file, a folder with one of FER2013's csv files (or with the folder `fer2013`
 * of the original archive), else a folder of images.
 *
 * @throws ExpectedError if there is nothing, or a file of another kind
 */
export async function locateFaces(path: string): Promise<FaceSource> {
  if (!(await exists(path))) throw new ExpectedError(`There is nothing at ${path}; check the path.`);
  if (!(await stat(path)).isDirectory()) {
    if (/\.csv(\.gz)?$/.test(path)) return { kind: 'csv', path };
    throw new ExpectedError(`${path} is neither a .csv or .csv.gz file nor a folder; give fer2013.csv or a folder of images.`);
  }
  const candidates = [path, join(path, 'fer2013')].flatMap((folder) => CSV_NAMES.map((name) => join(folder, name)));
  for (const candidate of candidates) {
    if (await exists(candidate)) return { kind: 'csv', path: candidate };
  }
  return { kind: 'images', path };
}

/**
 * The data set in the default folder. With a csv file come the votes (`fer2013new.csv`) and the leakage list
 * (`leakage.csv`) that lie in the same folder.
 *
 * @throws ExpectedError that says where to get FER2013 and where to put it, if there is none
 */
export async function locateDefaultDataSet(folder = DEFAULT_FOLDER): Promise<DataSetPaths> {
  const source = (await exists(folder)) ? await locateFaces(folder) : null;
  if (source?.kind === 'csv') {
    const votes = join(folder, 'fer2013new.csv');
    const leakage = join(folder, 'leakage.csv');
    return {
      data: source.path,
      ...((await exists(votes)) && { votes }),
      ...((await exists(leakage)) && { leakage }),
    };
  }
  if (source && (await listFolders(folder)).length > 0) return { data: folder };
  throw new ExpectedError(
    `No data set yet: put fer2013.csv or icml_face_data.csv from Kaggle's "Challenges in Representation Learning: Facial Expression Recognition Challenge" into ${folder}/, and for the votes fer2013new.csv from https://github.com/microsoft/FERPlus beside it, or name another place with --data.`,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Names of the folders inside a folder, links to folders included, but not what macOS and archives leave behind. */
export async function listFolders(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => !name.startsWith('.') && name !== '__MACOSX');
  const isFolder = await Promise.all(names.map(async (name) => (await stat(join(path, name))).isDirectory()));
  return names.filter((_, i) => isFolder[i]);
}
