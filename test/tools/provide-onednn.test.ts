import { describe, expect, it, vi } from 'vitest';
import { provideOnednn } from '../../tools/provide-onednn.ts';

/** A machine on which an installation ends as told; records what is said. */
function createMachine(outcome: 'works' | 'installs nothing' | 'fails') {
  let present = false;
  const said: string[] = [];
  const install = vi.fn(() => {
    present = outcome === 'works';
    return outcome === 'fails' ? 'no network' : null;
  });
  const provide = () =>
    provideOnednn(
      () => present,
      { name: 'apt', install },
      (sentence) => said.push(sentence),
    );
  return { provide, install, said };
}

describe('provideOnednn', () => {
  it('installs it once, and says nothing where it is', () => {
    const { provide, install, said } = createMachine('works');
    expect(provide()).toBe(true);
    expect(provide()).toBe(true);
    expect(install).toHaveBeenCalledTimes(1);
    expect(said).toEqual(['oneDNN: none found; trying apt ...']);
  });

  it.each([
    ['fails', 'no network'],
    ['installs nothing', 'what it installed does not load here'],
  ] as const)('goes on without it where that %s, and says so', (outcome, reason) => {
    const { provide, said } = createMachine(outcome);
    expect(provide()).toBe(false);
    expect(said.at(-1)).toBe(`oneDNN: apt did not work: ${reason}. The tests of the engine onednn are left out.`);
  });
});
