/** The site's own documents. A build may have others beside them: those of the bench are measured, and no part of it. */
export const SITE_PAGES: readonly string[] = ['index.html', 'check.html'];

/** @param path of a document, from the folder of the project */
export function isSitePage(path: string): boolean {
  return SITE_PAGES.includes(path.replace(/^\//, ''));
}
