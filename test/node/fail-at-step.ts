import type * as files from 'node:fs/promises';
import { expect } from 'vitest';

type Files = typeof files;

/** The disk is full at one step alone; or the process is killed at it, so that no step after it does anything, either. */
export type TroubleKind = 'full' | 'killed';

/** What is to happen at which step, counted from 1; steps are the calls that change files. */
const trouble = { at: Infinity, kind: 'full' as TroubleKind, steps: 0 };

/** For `vi.mock('node:fs/promises')`: the real module, but for the trouble that `failAt` makes. */
export function makeTroubledFiles(real: Files): Files {
  const fails = (): boolean => {
    trouble.steps++;
    return trouble.kind === 'full' ? trouble.steps === trouble.at : trouble.steps >= trouble.at;
  };
  const halve = (content: string | Uint8Array) => content.slice(0, content.length / 2);
  const refuse = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  return {
    ...real,
    async writeFile(path, content, options) {
      if (!fails()) return real.writeFile(path, content, options);
      if (trouble.steps === trouble.at) await real.writeFile(path, halve(content as string | Uint8Array), options);
      throw refuse();
    },
    async appendFile(path, content, options) {
      if (!fails()) return real.appendFile(path, content, options);
      if (trouble.steps === trouble.at) await real.appendFile(path, halve(content), options);
      throw refuse();
    },
    async rename(from, to) {
      if (fails()) throw refuse();
      return real.rename(from, to);
    },
    async rm(path, options) {
      if (fails()) throw refuse();
      return real.rm(path, options);
    },
  };
}

/**
 * Changes files, with trouble at one of the steps; what is being written then is left half-written. Expects that the
 * change fails with it.
 *
 * @returns false if the change took fewer steps, and succeeded
 */
export async function failAt(at: number, kind: TroubleKind, change: () => Promise<unknown>): Promise<boolean> {
  Object.assign(trouble, { at, kind, steps: 0 });
  const failure = await change().then(
    () => null,
    (error: unknown) => error,
  );
  const isHit = trouble.steps >= at;
  trouble.at = Infinity;
  if (isHit) expect(failure).toMatchObject({ code: 'ENOSPC' });
  else expect(failure).toBeNull();
  return isHit;
}
