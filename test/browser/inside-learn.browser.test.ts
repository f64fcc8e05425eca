import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { describeMlp } from '../../src/core/historic-networks.ts';
import { createInitialWeights } from '../../src/core/initial-weights.ts';
import { findCutWords } from './find-cut-words.ts';
import { expect, test } from './mien-test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function openChapter(page: Page, chapter: string): Promise<void> {
  await page.goto(`./?model=fast#inside/${chapter}`);
  await expect(page.getByTestId('chapter')).toBeVisible();
  await expect(page.getByTestId('run')).toBeEnabled();
}

const status = (page: Page) => page.getByTestId('status');

/** No number on the page may be none. */
const expectNumbers = async (page: Page) =>
  expect(await page.locator('main').innerText()).not.toMatch(/NaN|Infinity|undefined|null/);

test.describe('the perceptron', () => {
  for (const data of ['and', 'or']) {
    test(`settles on ${data.toUpperCase()}, and moves its line with mistakes only`, async ({ page }) => {
      await openChapter(page, `perceptron?data=${data}&seed=3`);
      const readLine = () => page.getByTestId('plane').getAttribute('data-line');
      let mistakes = 0;
      for (let look = 0; look < 8; look++) {
        const before = await readLine();
        await page.getByTestId('step').click();
        const isMistake = page.getByTestId('look');
        await expect(page.getByTestId('sum')).toBeVisible();
        // One look after the other: the numbers are those of this one.
        await expect(status(page)).toHaveAttribute('data-looks', String(look + 1));
        const wasMistake = (await isMistake.getAttribute('data-mistake')) === 'true';
        expect((await readLine()) !== before, `look ${look + 1}`).toBe(wasMistake);
        mistakes += Number(wasMistake);
        await expect(status(page)).toHaveAttribute('data-mistakes', String(mistakes));
      }
      expect(mistakes).toBeGreaterThan(0);
      await page.getByTestId('run').click();
      await expect(status(page)).toHaveAttribute('data-settled', 'true');
      await expect(page.getByTestId('why')).toHaveCount(0);
    });
  }

  test('never settles on XOR, stops by itself and says why', async ({ page }) => {
    await openChapter(page, 'perceptron?data=xor');
    for (let seed = 1; seed <= 3; seed++) {
      await page.getByTestId('run').click();
      await expect(status(page)).toHaveAttribute('data-gave-up', 'true');
      await expect(status(page)).toHaveAttribute('data-settled', 'false');
      await expect(status(page)).toContainText('began with the very weights of round');
      await expect(page.getByTestId('why')).toContainText('w₁ + w₂ + 2b ≤ 0');
      await expect(page.getByTestId('why')).toContainText('(0.5, 0.5)');
      await page.getByTestId('start-over').click();
      await expect(page.getByTestId('why')).toHaveCount(0);
    }
  });

  test('learns points of one’s own, set, moved and taken away by keyboard alone', async ({ page }) => {
    await openChapter(page, 'perceptron?data=own&points=0.0.0_10.10.0');
    const points = page.getByTestId('point');
    await page.getByTestId('add-point').focus();
    await page.keyboard.press('Enter');
    await expect(points).toHaveCount(3);
    await expect(points.nth(2), 'a new point takes the keyboard').toBeFocused();
    await expect(page.getByTestId('separable')).toHaveAttribute('data-separable', 'false');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    await expect(points.nth(2)).toHaveAccessibleName('Point 3 at (0.4, 0.6), class 1');
    await expect(page.getByTestId('separable')).toHaveAttribute('data-separable', 'true');
    await page.keyboard.press('Enter');
    await expect(points.nth(2)).toHaveAccessibleName('Point 3 at (0.4, 0.6), class 0');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/points=0\.0\.0_10\.10\.0_4\.6\.1/);
    await page.getByTestId('run').focus();
    await page.keyboard.press('Enter');
    await expect(status(page)).toHaveAttribute('data-settled', 'true');
    await points.nth(2).focus();
    await page.keyboard.press('Delete');
    await expect(points).toHaveCount(2);
    await expect(points.nth(1)).toBeFocused();
  });

  test('takes points by pointer, drags them, and says where no line can separate them', async ({ page }) => {
    await openChapter(page, 'perceptron?data=own');
    await page.getByTestId('clear-points').click();
    await expect(page.getByTestId('run')).toBeDisabled();
    const box = await page.getByTestId('plane').locator('svg').boundingBox();
    if (!box) throw new Error('there is no plane');
    /** From units of the plane to pixels of the page. */
    const at = (x: number, y: number) =>
      [box.x + ((x + 0.5) / 2) * box.width, box.y + ((1.5 - y) / 2) * box.height] as const;
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const) {
      await page.mouse.click(...at(x, y));
    }
    await page.locator('input[value="0"]').check({ force: true });
    await page.mouse.click(...at(1, 1));
    const points = page.getByTestId('point');
    await expect(points).toHaveCount(4);
    await expect(page.getByTestId('separable')).toHaveAttribute('data-separable', 'true');
    await page.mouse.move(...at(1, 1));
    await page.mouse.down();
    await page.mouse.move(...at(0.6, 0.5), { steps: 4 });
    await page.mouse.move(...at(0.2, 0.3), { steps: 4 });
    await page.mouse.up();
    await expect(points).toHaveCount(4);
    await expect(points.nth(3)).toHaveAccessibleName('Point 4 at (0.2, 0.3), class 0');
    await expect(page.getByTestId('separable')).toHaveAttribute('data-separable', 'false');
    await page.getByTestId('run').click();
    await expect(page.getByTestId('why')).toContainText('(0.2, 0.3)');
  });
});

test.describe('the hidden layer', () => {
  test('learns XOR from 20 of 20 seeds', async ({ page }) => {
    await openChapter(page, 'backpropagation');
    const steps: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      await expect(status(page)).toContainText(`seed ${seed}.`);
      await expect(status(page)).not.toHaveAttribute('data-steps', /[1-9]/);
      await page.getByTestId('run').click();
      await expect(status(page), `seed ${seed}`).toHaveAttribute('data-solved', 'true');
      const answers = await page
        .getByTestId('answer')
        .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.value)));
      answers.forEach((answer, row) => expect(Math.abs(answer - ([0, 1, 1, 0][row] as number))).toBeLessThan(0.1));
      steps.push(Number(await status(page).getAttribute('data-steps')));
      await page.getByTestId('start-over').click();
    }
    expect(Math.max(...steps)).toBeLessThanOrEqual(1000);
  });

  for (const data of ['and', 'or']) {
    test(`learns ${data.toUpperCase()}, too`, async ({ page }) => {
      await openChapter(page, `backpropagation?data=${data}`);
      await page.getByTestId('run').click();
      await expect(status(page)).toHaveAttribute('data-solved', 'true');
    });
  }

  test('pauses at once, and goes on from there', async ({ page }) => {
    await openChapter(page, 'backpropagation?rate=0.01');
    await page.getByTestId('run').click();
    await expect(status(page)).toHaveAttribute('data-steps', /[1-9]/);
    await page.getByTestId('run').click();
    await expect(status(page)).toHaveAttribute('data-running', 'false');
    const steps = await status(page).getAttribute('data-steps');
    await page.waitForTimeout(1500);
    await expect(status(page)).toHaveAttribute('data-steps', steps as string);
    await page.getByTestId('run').click();
    await expect(status(page)).not.toHaveAttribute('data-steps', steps as string);
  });

  for (const [query, code] of [
    ['rate=30', 'swinging'],
    ['rate=100', 'swinging'],
    ['rate=10000', 'diverged'],
    ['start=zeros', 'symmetric'],
    ['hidden=1', 'one-unit'],
    ['hidden=2&seed=3', 'stuck'],
    ['rate=0.01', 'plateau'],
  ] as const) {
    test(`${query}: says what goes wrong (${code}), in numbers that are some`, async ({ page }) => {
      await openChapter(page, `backpropagation?${query}`);
      await page.getByTestId('run').click();
      await expect(page.getByTestId('message')).toHaveAttribute('data-code', code);
      await expectNumbers(page);
      await page.getByTestId('start-over').click();
      await expect(status(page)).not.toHaveAttribute('data-steps', /[1-9]/);
      await expectNumbers(page);
    });
  }

  test('units that large steps have saturated are named once the rate is small again', async ({ page }) => {
    await openChapter(page, 'backpropagation?rate=100');
    await page.getByTestId('run').click();
    await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'swinging');
    const rate = page.getByRole('slider', { name: 'Learning rate' });
    await rate.focus();
    for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowLeft');
    await expect(rate).toHaveValue('0');
    await expect(page.getByTestId('message')).toHaveAttribute('data-code', 'dead');
  });

  test('steps through an example in the numbers that finite differences give', async ({ page }) => {
    await openChapter(page, 'backpropagation?view=step&seed=5&hidden=3&example=2');
    await expect(page.getByTestId('step-view')).toHaveAttribute('data-stage', 'hidden');
    await expect(page.getByTestId('back')).toBeDisabled();
    const equations = page.getByTestId('equations').locator('div');
    const next = page.getByTestId('next');
    await next.focus();
    const shown = new Map<string, string>();
    for (let stage = 0; stage < 7; stage++) {
      for (const row of await equations.all()) {
        const symbol = await row.locator('dt').innerText();
        shown.set(symbol, (await row.locator('dd').innerText()).split(' = ').at(-1) as string);
      }
      await expectNumbers(page);
      if (stage < 6) await page.keyboard.press('Enter');
    }
    await expect(page.getByTestId('outcome')).toContainText('error: ');
    const read = (symbol: string) => Number(shown.get(symbol)?.replace('−', '-'));

    const weights = Array.from(createInitialWeights(describeMlp({ input: [1, 1, 2], outputs: 1 }, 3), 5));
    const names = ['w₁₁', 'w₁₂', 'w₁₃', 'w₂₁', 'w₂₂', 'w₂₃', 'b₁', 'b₂', 'b₃', 'v₁', 'v₂', 'v₃', 'c'];
    const lossAt = (place: number, change: number) => {
      const moved = weights.with(place, (weights[place] as number) + change);
      return computeLoss(moved, [1, 0], 1);
    };
    expect(read('E')).toBeCloseTo(lossAt(0, 0), 2);
    let largest = 0;
    names.forEach((name, place) => {
      const difference = (lossAt(place, 1e-5) - lossAt(place, -1e-5)) / 2e-5;
      largest = Math.max(largest, Math.abs(difference));
      // Shown to three decimals.
      expect(Math.abs(read(`∂E/∂${name}`) - difference), name).toBeLessThan(0.0006);
      expect(Math.abs(read(name) - ((weights[place] as number) - difference)), `${name} after the step`).toBeLessThan(
        0.0006,
      );
    });
    expect(largest).toBeGreaterThan(0.1);

    await page.getByTestId('back').click();
    await expect(page.getByTestId('step-view')).toHaveAttribute('data-stage', 'hidden-gradients');
    await next.click();
    await next.click();
    await expect(page.getByTestId('step-view')).toHaveAttribute('data-stage', 'hidden');
    await expect(page).toHaveURL(/example=3/);
    await expect(equations.first()).toContainText(shown.get('w₁₁') as string);
  });
});

/** The chapter's network of three hidden units once more, in plain numbers; weights in the order of the flat vector. */
function computeLoss(weights: readonly number[], [x, y]: readonly [number, number], target: number): number {
  const at = (place: number) => weights[place] as number;
  const sigmoid = (sum: number) => 1 / (1 + Math.exp(-sum));
  const sum = [0, 1, 2].reduce((total, unit) => {
    return total + at(9 + unit) * sigmoid(at(unit) * x + at(3 + unit) * y + at(6 + unit));
  }, at(12));
  return -Math.log(target === 1 ? sigmoid(sum) : 1 - sigmoid(sum));
}

/** What visitors see of both chapters, at rest. */
const VIEWS: Record<string, readonly [chapter: string, buttons: readonly string[], shown: string]> = {
  'a perceptron that gave up': ['perceptron?data=xor', ['run'], 'why'],
  'points of one’s own': ['perceptron?data=own', ['step', 'step'], 'point'],
  'a training that swings': ['backpropagation?rate=100&hidden=8', ['run'], 'message'],
  'all units the same': ['backpropagation?start=zeros', [], 'message'],
  'the numbers backward': ['backpropagation?view=step&hidden=8', ['next', 'next', 'next', 'next', 'next'], 'equations'],
  'the numbers of the step': ['backpropagation?view=step', ['next', 'next', 'next', 'next', 'next', 'next'], 'outcome'],
};

for (const [name, [chapter, buttons, shown]] of Object.entries(VIEWS)) {
  test(`${name}: open to everyone, in every language and theme, on the narrowest page`, async ({ page }) => {
    await openChapter(page, chapter);
    for (const button of buttons) await page.getByTestId(button).click();
    await expect(page.getByTestId(shown).first()).toBeVisible();
    if (buttons.includes('run')) await page.getByTestId('run').click();
    for (const language of ['en', 'zh']) {
      const speak = page.getByTestId(`speak-${language}`);
      if (await speak.isVisible()) await speak.click();
      await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(language));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
        expect(found, `${language}, ${colorScheme}: what axe calls inaccessible`).toEqual([]);
      }
      await page.setViewportSize({ width: 320, height: 740 });
      expect(await page.evaluate(findCutWords), `${language}: words that the page cuts off`).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 720 });
    }
  });
}
