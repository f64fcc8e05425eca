import { describe, expect, it } from 'vitest';
import type { Installer } from '../../../node/chromium/apt-installer.ts';
import type { Chromium } from '../../../node/chromium/find-chromium.ts';
import { ChromiumMissingError, provideChromium } from '../../../node/chromium/provide-chromium.ts';

const chromium: Chromium = { path: '/usr/bin/chromium', source: 'system' };

/** A machine whose browser appears when one of the installers named in `working` has run; records what happens. */
function createMachine(installed: boolean, outcomes: Record<string, 'works' | 'installs nothing' | { fails: string }>) {
  let present = installed;
  const ran: string[] = [];
  const said: string[] = [];
  const installers = Object.entries(outcomes).map(([name, outcome]): Installer => ({
    name,
    install: () => {
      ran.push(name);
      if (outcome === 'works') present = true;
      return typeof outcome === 'object' ? outcome.fails : null;
    },
  }));
  const provide = () =>
    provideChromium(
      () => (present ? chromium : null),
      installers,
      (sentence) => said.push(sentence),
    );
  return { provide, ran, said };
}

describe('provideChromium', () => {
  it('installs nothing where there is a browser, and says which', () => {
    const machine = createMachine(true, { download: 'works' });
    expect(machine.provide()).toBe(chromium);
    expect(machine.ran).toEqual([]);
    expect(machine.said).toEqual(['Chromium: /usr/bin/chromium (system)']);
  });

  it('stops at the first installer that works', () => {
    const machine = createMachine(false, { download: 'works', apt: 'works' });
    expect(machine.provide()).toBe(chromium);
    expect(machine.ran).toEqual(['download']);
    expect(machine.said.at(-1)).toBe('Chromium: /usr/bin/chromium (system)');
  });

  it('goes on to the next one when the first fails, and says why', () => {
    const machine = createMachine(false, { download: { fails: 'no network' }, apt: 'works' });
    expect(machine.provide()).toBe(chromium);
    expect(machine.ran).toEqual(['download', 'apt']);
    expect(machine.said).toContain('Chromium: download did not work: no network.');
  });

  it('does not trust an installer that says it worked when the browser does not start', () => {
    const machine = createMachine(false, { download: 'installs nothing', apt: 'works' });
    expect(machine.provide()).toBe(chromium);
    expect(machine.ran).toEqual(['download', 'apt']);
  });

  it('fails with what to install when nothing works', () => {
    const machine = createMachine(false, { download: { fails: 'no network' }, apt: { fails: 'not root' } });
    expect(machine.provide).toThrow(ChromiumMissingError);
    expect(machine.provide).toThrow(/install Chromium .*apt-get install chromium.*CHROMIUM_PATH/);
  });
});
