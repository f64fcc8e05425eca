import { expect, it } from 'vitest';
import { callCommand } from '../../call-command.ts';

it.each([
  ['resume', 'default: where it was when the run began)'],
  ['calibrate', 'default: where it was when the run began; with --model data/fer2013)'],
  ['compare', 'default: where it was when the run began; with --candidate data/fer2013)'],
  ['refresh', 'default: where it was when the run began; for a new run data/fer2013)'],
  ['train', 'default: data/fer2013)'],
])('%s --help says where it looks for the data', { timeout: 60_000 }, async (command, words) => {
  const { stdout } = await callCommand(command, '--help');
  expect(stdout.replace(/\s+/g, ' ')).toContain(words);
});
