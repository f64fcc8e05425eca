import type { Locator, Page } from '@playwright/test';
import type { Expression } from '../../src/core/expressions.ts';
import { expect } from './mien-test.ts';

/** Opens the chapter with what its address says, and waits for its network. */
export async function openLive(page: Page, settings = ''): Promise<void> {
  await page.goto(`./?model=fast#inside/live${settings && `?${settings}`}`);
  await expect(page.getByTestId('live-network')).toHaveAttribute('data-network', /./);
}

export async function drawFace(page: Page, expression: Expression): Promise<void> {
  await page.getByTestId('face-source').locator(`input[value="${expression}"]`).check({ force: true });
}

/** Numbers that an element says of itself, by the names of its data attributes. */
export async function readData<Name extends string>(element: Locator, ...names: Name[]): Promise<Record<Name, number>> {
  const entries = await Promise.all(
    names.map(async (name) => [name, Number(await element.getAttribute(`data-${name}`))]),
  );
  return Object.fromEntries(entries) as Record<Name, number>;
}
