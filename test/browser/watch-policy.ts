import type { BrowserContext } from '@playwright/test';

/**
 * Collects what the browser reports of the page's security headers: what they stopped, in pages and in their workers, and
 * what it did not understand of them.
 */
export function watchPolicy(context: BrowserContext): readonly string[] {
  const reports: string[] = [];
  context.on('console', (message) => {
    if (/Content Security Policy|Permissions-Policy header/.test(message.text())) reports.push(message.text());
  });
  context.on('page', (page) =>
    page.on('worker', (worker) => {
      // Of a worker the browser's own messages are not passed on. It may be gone before it is asked.
      void worker.evaluate(repeatReports).catch(() => undefined);
    }),
  );
  return reports;
}

/** Runs in a worker. */
function repeatReports(): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    console.error(`Content Security Policy of a worker: ${effectiveDirective}, ${blockedURI}`),
  );
}
