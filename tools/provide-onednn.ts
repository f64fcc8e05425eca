import { pathToFileURL } from 'node:url';
import { hasOnednn } from '../training/engines/onednn/onednn-library.ts';
import { createAptInstaller, type Installer } from '../node/chromium/apt-installer.ts';

/**
 * Obtains oneDNN for the tests of the engine that computes with it. They are left out where there is none: nothing
 * else needs it.
 *
 * @param say is told, a sentence at a time, what was found and done
 * @returns whether it is there
 */
export function provideOnednn(find: () => boolean, installer: Installer, say: (sentence: string) => void): boolean {
  if (find()) return true;
  say(`oneDNN: none found; trying ${installer.name} ...`);
  const failure = installer.install();
  const isThere = failure === null && find();
  if (!isThere) {
    const reason = failure ?? 'what it installed does not load here';
    say(`oneDNN: ${installer.name} did not work: ${reason}. The tests of the engine onednn are left out.`);
  }
  return isThere;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  provideOnednn(hasOnednn, createAptInstaller('libdnnl2'), (sentence) => console.log(sentence));
}
