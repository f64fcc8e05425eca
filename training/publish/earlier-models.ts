import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { sha256 } from '../../src/core/model-manifest.ts';
import { MODEL_NAMES } from '../../src/core/model-names.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { folderOfModel, MANIFEST, MODEL_FILES } from '../models/model-files.ts';
import { ignoreMissing, replaceFiles } from '../../node/whole-files.ts';

/** A model as a commit has it. */
export interface EarlierModel {
  readonly commit: string;
  /** In that commit. */
  readonly folder: string;
  readonly weightsSha256: string;
}

const hashSchema = v.pipe(v.string(), v.parseJson(), v.object({ weightsSha256: sha256 }));

/** From so many digits on, a hash names one model. */
const FEWEST_DIGITS = 8;

/**
 * Finds a model that shipped once: those that build on it know it by its weights.
 *
 * @param repository folder of a git checkout
 * @param digits the first hexadecimal digits of the SHA-256 of its weights, at least 8
 * @returns as the latest commit has it that changed its folder
 * @throws ExpectedError if the digits are too few, this is no git checkout, or its history has no such model
 */
export function findEarlierModel(repository: string, digits: string): EarlierModel {
  const wanted = digits.toLowerCase();
  if (!new RegExp(`^[0-9a-f]{${FEWEST_DIGITS},64}$`).test(wanted)) {
    throw new ExpectedError(
      `"${digits}" is not the beginning of a SHA-256; give at least its first ${FEWEST_DIGITS} hexadecimal digits, as a model card has them`,
    );
  }
  for (const folder of MODEL_NAMES.map(folderOfModel)) {
    const commits = readGit(repository, 'log', '--format=%H', '--diff-filter=AM', '--', `${folder}/${MANIFEST}`);
    for (const commit of commits.toString().split('\n').filter(Boolean)) {
      const manifest = readCommitted(repository, commit, `${folder}/${MANIFEST}`).toString();
      const found = v.safeParse(hashSchema, manifest);
      if (!found.success) continue; // the manifest of that commit names no weights
      const { weightsSha256 } = found.output;
      if (weightsSha256.startsWith(wanted)) return { commit, folder, weightsSha256 };
    }
  }
  throw new ExpectedError(
    `no commit of this checkout has a model whose weights' SHA-256 begins with ${wanted}; if the checkout is a shallow one, \`git fetch --unshallow\` brings the rest`,
  );
}

/**
 * Writes an earlier model's files, byte for byte: all of them or none.
 *
 * @param target its folder, which must not exist yet
 * @throws ExpectedError if it does, or the commit lacks one of the files
 */
export async function restoreModel(
  repository: string,
  { commit, folder }: EarlierModel,
  target: string,
): Promise<void> {
  const files = MODEL_FILES.map((name) => ({ name, content: readCommitted(repository, commit, `${folder}/${name}`) }));
  const draft = `${target}.new`;
  if (await stat(target).catch(ignoreMissing)) {
    throw new ExpectedError(`${target} is there already; give another folder`);
  }
  await mkdir(draft, { recursive: true }).catch((cause: unknown) => {
    throw new ExpectedError(`${target} cannot be made; give another folder`, { cause });
  });
  try {
    await replaceFiles(draft, files);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** @throws ExpectedError if there is no git history */
function readGit(repository: string, ...args: string[]): Buffer {
  try {
    return runGit(repository, args);
  } catch (cause) {
    throw new ExpectedError(
      'earlier models come from the git history of the project, and there is none here; clone it',
      { cause },
    );
  }
}

/** @throws ExpectedError if the commit has no such file */
function readCommitted(repository: string, commit: string, path: string): Buffer {
  try {
    return runGit(repository, ['show', `${commit}:${path}`]);
  } catch (cause) {
    throw new ExpectedError(`the model of commit ${commit} cannot be brought back: it has no ${path} there`, { cause });
  }
}

/** @throws Error if git fails */
function runGit(repository: string, args: readonly string[]): Buffer {
  return execFileSync('git', args, { cwd: repository, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 30 });
}
