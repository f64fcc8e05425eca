import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { ROOT } from './call-command.ts';

/** Starts a run and kills it, hard, once its first epoch is in the history. */
export async function trainUntilKilled(args: readonly string[], runFolder: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'training/commands/train.ts', ...args, '--run', runFolder],
    {
      cwd: ROOT,
      stdio: 'ignore',
    },
  );
  const exited = once(child, 'exit');
  const readEpochs = async () => (await readFile(join(runFolder, 'history.jsonl'), 'utf8').catch(() => '')).length;
  while ((await readEpochs()) === 0 && child.exitCode === null) await sleep(50);
  expect(child.exitCode).toBeNull();
  child.kill('SIGKILL');
  await exited;
}
