import { ExpectedError } from './expected-error.ts';
import { InvalidArgumentError } from 'commander';

/**
 * Runs a command and ends the process. What the person who called can mend becomes one sentence on stderr and exit
 * code 1; anything else is our mistake and shows its stack, with exit code 70.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const expected = error instanceof ExpectedError;
    const outOfSpace = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    if (expected) console.error(`error: ${error.message}`);
    else if (outOfSpace) console.error('error: the disk is full; make room and run the same command again');
    else console.error(error);
    process.exitCode = expected || outOfSpace ? 1 : 70;
  }
}

/** Says one sentence when the command is interrupted (Ctrl-C, or `kill`), then ends it. */
export function sayOnInterrupt(sentence: string): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      console.error(`\n${sentence}`);
      process.exit(code);
    });
  }
}

/** A flag's whole number from 1. */
export function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1.');
  return value;
}

/** A flag's number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('expected a number above 0.');
  return value;
}

/** A flag's number from 0. */
export function parseStrength(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('expected a number from 0.');
  }
  return value;
}

/** A flag's share, 0..1. */
export function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('expected a number from 0 to 1.');
  }
  return value;
}
