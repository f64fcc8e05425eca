import { execFileSync } from 'node:child_process';

/** The commit that is checked out, with "-dirty" if files differ from it; null where this is no git checkout. */
export function readGitCommit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const isDirty = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', 'HEAD') + (isDirty ? '-dirty' : '');
  } catch {
    return null;
  }
}
