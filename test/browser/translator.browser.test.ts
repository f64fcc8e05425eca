import type { Page } from '@playwright/test';
import { CAMERA } from './face-pictures.ts';
import { translatePage } from './fake-translator.ts';
import { expect, openApp, readFaces, test } from './mien-test.ts';

/** What one face card says, and what it should. */
interface CardWords {
  readonly heading: string;
  readonly leading: string;
  readonly percents: readonly string[];
  readonly probabilities: readonly number[];
}

/** The words on the face cards, without the marks of the translator. */
function readCards(page: Page): Promise<CardWords[]> {
  return page.getByTestId('face-card').evaluateAll((cards) => {
    const read = (node: Element | null | undefined) => (node?.textContent ?? '').replace(/[‹›]/g, '').trim();
    return cards.map((card) => ({
      heading: read(card.querySelector('h2')),
      leading: read(card.querySelector('.leading .name')),
      percents: [...card.querySelectorAll('.value')].map(read),
      probabilities: JSON.parse((card as HTMLElement).dataset.probabilities ?? '[]') as number[],
    }));
  });
}

/** Expects each card to say what was read. */
function expectCurrentWords(cards: readonly CardWords[]): void {
  expect(cards).toHaveLength(CAMERA.faces.length);
  for (const { heading, leading, percents, probabilities } of cards) {
    expect(heading).not.toBe('');
    expect(heading).toBe(leading);
    expect(percents).toEqual(probabilities.map((share) => `${Math.round(share * 100)}%`));
  }
}

for (const respectsMarks of [true, false]) {
  const marks = respectsMarks ? 'respects translate="no"' : 'translates everything';
  test(`under a translator that ${marks}, the live view says what is read now`, async ({ page }) => {
    await openApp(page);
    await page.evaluate(translatePage, { respectsMarks });
    await expect(page.getByTestId('use-webcam')).toHaveText(/‹.+›/);
    await page.getByTestId('use-webcam').click();
    await readFaces(page, CAMERA.faces.length);
    await page.evaluate(() => window.mienProbe.watchFrames(3));

    const pause = page.getByTestId('pause');
    const pauseWord = await pause.innerText();
    await pause.click();
    await expect(pause).not.toHaveText(pauseWord);
    await pause.click();
    await expect(pause).toHaveText(pauseWord);
    await pause.click();

    const prior = page.getByTestId('prior');
    const [hint, before] = [await prior.locator('p').innerText(), await readCards(page)];
    expectCurrentWords(before);
    await prior.getByRole('radio', { checked: false }).check({ force: true });
    await expect(prior.locator('p')).not.toHaveText(hint);
    await expect(prior.locator('p')).toHaveText(/^‹[^‹›]+›$/);
    const after = await readCards(page);
    expectCurrentWords(after);
    expect(after, 'the other prior reads other percentages').not.toEqual(before);
    await expect(page.locator('article h2 > font')).toHaveCount(respectsMarks ? 0 : CAMERA.faces.length);

    await page.getByTestId('stop').click();
    await expect(page.getByTestId('use-webcam')).toHaveText(/^\s*‹[^‹›]+›$/);
  });
}

test('a translated page shows how its engine comes on', async ({ page }) => {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/models/expression/fast/*.bin', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./?model=fast');
  const status = page.getByTestId('engine-status');
  await expect(status).toHaveAttribute('data-state', 'loading');
  await page.evaluate(translatePage, { respectsMarks: true });
  await expect(status).toHaveText(/‹.+%›/);
  letGo();
  await expect(status).toHaveAttribute('data-state', 'ready');
  await expect(status).toHaveText(/^\s*‹\s*WebAssembly›$/);
});

test.describe('what becomes of a translated text node when the page', () => {
  /** Builds `<i>a</i>one<b>b</b>` in the page, has `one` translated, and does something to it. */
  async function change(
    page: Page,
    act: (nodes: { text: Text; font: Element; box: Element }) => void,
  ): Promise<string> {
    await page.goto('./check.html');
    return page.evaluate<string>(`(async () => {
      const box = document.createElement('p');
      document.body.append(box);
      const text = new Text('one');
      box.append('<', text, '>');
      const font = document.createElement('font');
      font.textContent = 'eins';
      text.replaceWith(font);
      await new Promise((resolve) => setTimeout(resolve));
      if (box.textContent !== '<eins>') return 'not translated: ' + box.textContent;
      (${act.toString()})({ text, font, box });
      await new Promise((resolve) => setTimeout(resolve));
      return box.textContent;
    })()`);
  }

  test('writes to it, moves it or removes it', async ({ page }) => {
    expect(await change(page, ({ text }) => (text.data = 'two'))).toBe('<two>');
    expect(await change(page, ({ text, box }) => box.prepend(text))).toBe('eins<>');
    expect(await change(page, ({ text }) => text.remove())).toBe('<>');
  });

  test('is translated back, or into a third language', async ({ page }) => {
    expect(await change(page, ({ text, font }) => font.replaceWith(text))).toBe('<one>');
    const third = ({ font }: { font: Element }) => {
      const next = font.cloneNode() as Element;
      next.textContent = 'uno';
      font.replaceWith(next);
    };
    expect(await change(page, third)).toBe('<uno>');
  });
});
