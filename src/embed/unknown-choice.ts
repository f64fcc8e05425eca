import type { Notice } from '../app/shell/words.ts';
import { m } from '../words/compiled/messages.js';
import { writeList } from '../words/formats.ts';
import { CHOICES, type ChoiceName } from './choices.ts';

/** A choice that does not exist. */
export interface UnknownChoice {
  readonly name: ChoiceName;
  readonly value: string;
  /** Those that do. */
  readonly choices: readonly string[];
}

export const UNKNOWN_CHOICE = 'unknown-choice';

/** The first of some wishes that cannot be fulfilled; null: all can. What is null or undefined is no wish. */
export function findUnknown(wishes: Partial<Record<ChoiceName, string | null | undefined>>): UnknownChoice | null {
  for (const name of Object.keys(CHOICES) as ChoiceName[]) {
    const value = wishes[name];
    const choices: readonly string[] = CHOICES[name];
    if (value != null && !choices.includes(value)) return { name, value, choices };
  }
  return null;
}

/** What is said of it. */
export function writeUnknown({ name, value, choices }: UnknownChoice): Notice {
  return {
    title: m.unknown_choice_title({ name, value }),
    text: m.unknown_choice_text({ choices: writeList(choices) }),
  };
}
