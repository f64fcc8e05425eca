import { describe, expect, it } from 'vitest';
import { ChromiumPathError, findChromium } from '../../../node/chromium/find-chromium.ts';

const machine = {
  chosenPath: undefined,
  systemPaths: ['/usr/bin/chromium', '/usr/bin/google-chrome'],
  playwrightPath: '/cache/playwright/chrome',
};

/** A machine on which only these paths hold a browser that starts. */
const withBrowsersAt = (...paths: string[]) => ({ ...machine, starts: (path: string) => paths.includes(path) });

describe('findChromium', () => {
  it('prefers CHROMIUM_PATH to everything', () => {
    const probes = withBrowsersAt('/opt/my-chrome', '/usr/bin/chromium', '/cache/playwright/chrome');
    expect(findChromium({ ...probes, chosenPath: '/opt/my-chrome' })).toEqual({
      path: '/opt/my-chrome',
      source: 'CHROMIUM_PATH',
    });
  });

  it('does not pass over a CHROMIUM_PATH that does not start', () => {
    const probes = { ...withBrowsersAt('/usr/bin/chromium'), chosenPath: '/opt/typo' };
    expect(() => findChromium(probes)).toThrow(ChromiumPathError);
    expect(() => findChromium(probes)).toThrow('/opt/typo');
  });

  it('takes an empty CHROMIUM_PATH as unset', () => {
    expect(findChromium({ ...withBrowsersAt('/usr/bin/chromium'), chosenPath: '' })?.path).toBe('/usr/bin/chromium');
  });

  it("prefers the system's browser to Playwright's", () => {
    expect(findChromium(withBrowsersAt('/usr/bin/google-chrome', '/cache/playwright/chrome'))).toEqual({
      path: '/usr/bin/google-chrome',
      source: 'system',
    });
  });

  it('passes over a system browser that does not start', () => {
    expect(findChromium(withBrowsersAt('/usr/bin/google-chrome'))?.path).toBe('/usr/bin/google-chrome');
  });

  it("falls back to Playwright's own", () => {
    expect(findChromium(withBrowsersAt('/cache/playwright/chrome'))).toEqual({
      path: '/cache/playwright/chrome',
      source: 'Playwright',
    });
  });

  it('finds nothing on a bare machine', () => {
    expect(findChromium(withBrowsersAt())).toBeNull();
  });

  it('probes this machine without being told anything', () => {
    expect(() => findChromium()).not.toThrow();
  });
});
