import { readFileSync } from 'node:fs';
import {
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  wcagContrast,
  type Color,
} from 'culori';
import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../../src/core/expressions.ts';

const readStyle = (name: string) => readFileSync(new URL(`../../../src/app/shell/${name}`, import.meta.url), 'utf8');
const colours = readStyle('expression-colours.css');
const tokens = readStyle('app.css');

/** The first group of a match. */
function readMatch(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`there is no ${pattern.source}`);
  return found;
}

/** The seven colours of one kind, in class order. */
function readColours(kind: 'bright' | 'deep'): string[] {
  return EXPRESSIONS.map((expression) =>
    readMatch(colours, new RegExp(`'${expression}'\\] \\{[^}]*--${kind}: (#[0-9a-f]{6});`)),
  );
}

/** A token of one theme. */
function readToken(name: string, theme: 'light' | 'dark'): string {
  const [light, dark] = ['(#\\w+), #\\w+', '#\\w+, (#\\w+)'];
  return readMatch(tokens, new RegExp(`--${name}: light-dark\\(${theme === 'light' ? light : dark}\\)`));
}

const toLinear = converter('lrgb');

/** A filter of culori, used on linear light, for which it was published (Machado and others, 2009); culori leaves that out. */
function seeWith(filter: (colour: Color) => Color): (colour: string) => Color {
  return (colour) => ({ ...filter({ ...toLinear(colour), mode: 'rgb' } as Color), mode: 'lrgb' }) as Color;
}

const EYES = {
  'all cones': toLinear as (colour: string) => Color,
  'no red cones': seeWith(filterDeficiencyProt(1)),
  'no green cones': seeWith(filterDeficiencyDeuter(1)),
  'no blue cones': seeWith(filterDeficiencyTrit(1)),
};

/** Of two colours side by side a difference of 2 is seen, of 10 at a glance (CIEDE2000). */
const AT_A_GLANCE = 12;

const measureDifference = differenceCiede2000();

describe.each(['bright', 'deep'] as const)('the seven %s colours', (kind) => {
  it.each(Object.entries(EYES))('can be told apart with %s', (_, see) => {
    const seen = readColours(kind).map(see);
    seen.forEach((one, i) =>
      seen.slice(i + 1).forEach((other, k) => {
        const pair = `${EXPRESSIONS[i] ?? ''} and ${EXPRESSIONS[i + 1 + k] ?? ''}`;
        expect(measureDifference(one, other), pair).toBeGreaterThanOrEqual(AT_A_GLANCE);
      }),
    );
  });
});

it.each(EXPRESSIONS.map((expression, k) => [expression, k] as const))('%s stands out from what it lies on', (_, k) => {
  const [bright, deep] = [readColours('bright')[k] as string, readColours('deep')[k] as string];
  const ink = readMatch(tokens, /--on-bright: (#\w+);/);
  expect(wcagContrast(ink, bright), 'text on the bright colour').toBeGreaterThanOrEqual(4.5);
  for (const ground of ['track', 'sheet']) {
    expect(wcagContrast(deep, readToken(ground, 'light')), `a bar on the ${ground}`).toBeGreaterThanOrEqual(3);
    expect(wcagContrast(bright, readToken(ground, 'dark')), `a bar on the dark ${ground}`).toBeGreaterThanOrEqual(3);
  }
});
