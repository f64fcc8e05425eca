import { ChromiumPathError, type Chromium } from './find-chromium.ts';
import { ChromiumMissingError } from './provide-chromium.ts';
import { ExpectedError } from '../command/expected-error.ts';

/**
 * Path of the browser to measure in.
 *
 * @throws ExpectedError if there is none
 */
export function requireChromium(find: () => Chromium | null): string {
  try {
    const chromium = find();
    if (!chromium) throw new ChromiumMissingError();
    return chromium.path;
  } catch (error) {
    if (error instanceof ChromiumPathError || error instanceof ChromiumMissingError) {
      throw new ExpectedError(error.message, { cause: error });
    }
    throw error;
  }
}
