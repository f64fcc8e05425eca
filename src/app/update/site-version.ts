import { SiteUpdatedError } from '../engine-lifecycle/problem.ts';

/** What is known of the version of the site that this page is of. */
export interface SiteVersion {
  /**
   * Whether a service worker answers with the files of just this version. Where none does they come from the server, which
   * may have newer ones at the same addresses by now.
   */
  isKept(): boolean;
  /** Asks whether the site has another version by now. */
  isUpdated(): Promise<boolean>;
}

/** @throws SiteUpdatedError if what is loaded now would be of another version than this page */
export async function refuseOtherVersion(version: SiteVersion): Promise<void> {
  if (version.isKept() || !(await version.isUpdated())) return;
  throw new SiteUpdatedError('the server has the files of another version');
}

/**
 * Loads what has the same address in all versions, such as a model's manifest.
 *
 * @throws SiteUpdatedError if it may be of another version than this page, or is gone with this one
 */
export async function loadOfOneVersion<Content>(version: SiteVersion, load: () => Promise<Content>): Promise<Content> {
  const isSafe = version.isKept();
  const loading = load();
  if (isSafe) return loading;
  // Asked once it is there: it is no newer than the answer.
  await loading.catch(() => undefined);
  await refuseOtherVersion(version);
  return loading;
}
