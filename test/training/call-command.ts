import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The project's folder, in which commands run. */
export const ROOT = join(import.meta.dirname, '../..');

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of the training's commands as `npm run` does.
 *
 * @param command name of its file in `training/commands/`, without `.ts`
 */
export function callCommand(command: string, ...args: string[]): Promise<CommandResult> {
  return callScript(`training/commands/${command}.ts`, ...args);
}

/** Runs a script of the project as `npm run` does. */
export async function callScript(file: string, ...args: string[]): Promise<CommandResult> {
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  try {
    const output = await promisify(execFile)(process.execPath, [tsx, file, ...args], { cwd: ROOT });
    return { code: 0, ...output };
  } catch (error) {
    return error as CommandResult;
  }
}
