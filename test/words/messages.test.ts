import { expect, it } from 'vitest';
import en from '../../src/words/en.json' with { type: 'json' };
import zh from '../../src/words/zh.json' with { type: 'json' };

type Messages = Readonly<Record<string, unknown>>;
const ENGLISH: Messages = en;
const CHINESE: Messages = zh;
const KEYS = Object.keys(ENGLISH);

/** The names in braces of a message, whichever of its forms they stand in. */
function findInputs(message: unknown): string[] {
  const names = JSON.stringify(message).matchAll(/\{(\w+)\}/g);
  return [...new Set(Array.from(names, ([, name]) => name as string))].sort();
}

it('says every message in both languages, in the same order', () => {
  expect(Object.keys(CHINESE)).toEqual(KEYS);
});

it('says nothing by halves', () => {
  const empty = KEYS.filter((key) =>
    [ENGLISH[key], CHINESE[key]].some((message) => !JSON.stringify(message).slice(1, -1).trim()),
  );
  expect(empty).toEqual([]);
});

it('mentions the same in both languages', () => {
  const different = KEYS.filter((key) => String(findInputs(CHINESE[key])) !== String(findInputs(ENGLISH[key])));
  expect(different).toEqual([]);
});

it('punctuates Chinese as Chinese', () => {
  const halfWidth = KEYS.filter((key) =>
    /\p{Script=Han}[,.;:?!(]|[,.;:?!)]\p{Script=Han}/u.test(JSON.stringify(CHINESE[key])),
  );
  expect(halfWidth).toEqual([]);
});

it('speaks of expressions: of emotions only where the law does', () => {
  const english = KEYS.filter((key) => /emotion/i.test(JSON.stringify(ENGLISH[key])));
  const chinese = KEYS.filter((key) => /情绪|情感/.test(JSON.stringify(CHINESE[key])));
  expect([english, chinese]).toEqual([['first_law_text'], ['first_law_text']]);
});

it('says nothing that nobody asks for', () => {
  const programs = import.meta.glob(['../../src/**/*.{ts,svelte}', '../../tools/**/*.ts', '!**/compiled/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const asked = new Set(Object.values(programs).flatMap((text) => text.match(/\w+/g) ?? []));
  expect(asked.size).toBeGreaterThan(1000);
  expect(KEYS.filter((key) => !asked.has(key))).toEqual([]);
});
