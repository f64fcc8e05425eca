import { CAMERA, GROUP, readGroupPhoto } from './face-pictures.ts';
import { expect, expectFaces, openApp, readFaces, test } from './mien-test.ts';
import { watchPolicy } from './watch-policy.ts';

// That no test of this folder sends anything away is checked by `test` itself.
test('once it is ready, all pictures are read without a network, and nothing is stored', async ({
  page,
  context,
  session,
}) => {
  await openApp(page);
  // What most visitors need next is loaded ahead.
  await page.waitForLoadState('networkidle');
  const loaded = session.requests.length;
  expect(session.requests.some(({ url }) => url.endsWith('/models/expression/fast/manifest.json'))).toBe(true);
  await context.setOffline(true);

  await page.getByTestId('use-webcam').click();
  expectFaces(await readFaces(page, CAMERA.faces.length), CAMERA);
  await page.getByTestId('photo-input').setInputFiles(await readGroupPhoto());
  expectFaces(await readFaces(page, GROUP.faces.length), GROUP);
  await page.getByTestId('go-start').click();

  // A preview is read back from the page's own memory; for its icon the browser asks at every address.
  const later = session.requests.slice(loaded).filter(({ url }) => !/^blob:|\/favicon\.svg$/.test(url));
  expect(later).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  const stored = await page.evaluate(async () => [
    Object.keys(localStorage),
    Object.keys(sessionStorage),
    (await indexedDB.databases()).map(({ name }) => name),
    await caches.keys(),
  ]);
  expect(stored.flat()).toEqual([]);
});

test('nothing can be sent elsewhere, neither by the page nor by its worker, and trying is noticed', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL as string });
  const reports = watchPolicy(context);
  const page = await context.newPage();
  const opening = page.waitForEvent('worker');
  await page.goto('./');
  const send = (place: string) =>
    fetch(`https://example.org/${place}`).then(
      () => 'sent',
      () => 'stopped',
    );
  expect(await page.evaluate(send, 'from-page')).toBe('stopped');
  expect(await (await opening).evaluate(send, 'from-worker')).toBe('stopped');
  for (const place of ['from-page', 'from-worker']) {
    await expect.poll(() => reports).toContainEqual(expect.stringContaining(place));
  }
  await context.close();
});
