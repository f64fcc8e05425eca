import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a chapter; the fragment says which, and what is set there. */
export const openChapter = (page: Page, fragment: string) => page.goto(`./?model=fast#inside/${fragment}`);

/** The numbers of a grid, as they are on show, row by row. */
export async function readGrid(grid: Locator): Promise<number[]> {
  const cells = grid.locator('td');
  await expect(cells.first()).toBeVisible();
  return cells.evaluateAll((all) =>
    all.map((cell) => Number((cell.querySelector('input')?.value ?? cell.textContent).replace(',', ''))),
  );
}

/** What the sentence below a figure says: the sum, worked out again from its terms, and the result that it names. */
export async function readSum(page: Page): Promise<{ words: string; sum: number; result: number }> {
  const words = (await page.getByTestId('explained').textContent()) ?? '';
  const [, terms = '', result = ''] = /: (.*) = (\S+)$/.exec(words) ?? [];
  const factors = (product: string) => product.split('×').map((factor) => Number(factor.replace(/[()]/g, '')));
  const sum = terms
    .split(' + ')
    .map((product) => factors(product).reduce((a, b) => a * b))
    .reduce((a, b) => a + b);
  return { words, sum, result: Number(result.replace(',', '')) };
}

/** The results of the figure on show. */
export const outputOf = (page: Page) => page.getByTestId('output').locator('table');
