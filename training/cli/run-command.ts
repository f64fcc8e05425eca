import { DataError } from '../data/data-error.ts';
import { ModelFilesError } from '../models/model-files.ts';
import { RunFolderError } from '../run/run-folder.ts';

/**
 * Runs a command and ends the process. What the person who called can mend becomes one sentence on stderr and exit
 * code 1; anything else is our mistake and shows its stack, with exit code 70.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const expected = error instanceof DataError || error instanceof ModelFilesError || error instanceof RunFolderError;
    const outOfSpace = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    if (expected) console.error(`error: ${error.message}`);
    else if (outOfSpace) console.error('error: the disk is full; make room and run the same command again');
    else console.error(error);
    process.exitCode = expected || outOfSpace ? 1 : 70;
  }
}
