import { execFile, type ExecFileOptions } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The project's folder, in which commands run. */
export const ROOT = join(import.meta.dirname, '../..');

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It had to be ended, since it did not end by itself. */
  readonly killed?: boolean;
}

/**
 * Runs one of the training's commands as `npm run` does.
 *
 * @param command name of its file in `training/commands/`, without `.ts`
 */
export function callCommand(command: string, ...args: string[]): Promise<CommandResult> {
  return callScript(`training/commands/${command}.ts`, ...args);
}

/** Runs one of the training's commands in another folder, where the project's own files are not found. */
export function callCommandIn(cwd: string, command: string, ...args: string[]): Promise<CommandResult> {
  return run(join(ROOT, `training/commands/${command}.ts`), args, { cwd });
}

/** Runs a script of the project as `npm run` does. */
export function callScript(file: string, ...args: string[]): Promise<CommandResult> {
  return run(file, args, {});
}

/**
 * Runs one of the training's commands with something broken in it.
 *
 * @param preload a module beside this one that breaks it, loaded before the command
 * @returns also when the command had not ended within a minute, with `killed` set
 */
export function callBroken(preload: string, command: string, ...args: string[]): Promise<CommandResult> {
  const NODE_OPTIONS = `--import ${new URL(preload, import.meta.url).href}`;
  return run(`training/commands/${command}.ts`, args, { env: { ...process.env, NODE_OPTIONS }, timeout: 60_000 });
}

async function run(file: string, args: readonly string[], options: ExecFileOptions): Promise<CommandResult> {
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [tsx, file, ...args], {
      cwd: ROOT,
      ...options,
      encoding: 'utf8',
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as CommandResult;
  }
}
