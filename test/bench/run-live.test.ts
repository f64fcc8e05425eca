import { expect, it } from 'vitest';
import { callScript } from '../training/call-command.ts';

it('npm run bench:live says in one sentence what is wrong', { timeout: 240_000 }, async () => {
  const complaints: readonly (readonly [flags: string[], complaint: RegExp])[] = [
    [['--minutes', '1'], /^error: .*give --minutes 2 or more/],
    [['--minutes', 'long'], /^error: option '--minutes <n>' argument 'long' is invalid/],
    [['--backend', 'webgl'], /^error: option '--backend <name>' argument 'webgl' is invalid/],
  ];
  for (const [flags, complaint] of complaints) {
    const { code, stderr } = await callScript('bench/run-live.ts', ...flags);
    expect(code).toBe(1);
    expect(stderr).toMatch(complaint);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
