import { describeProblem } from '../app/engine-lifecycle/problem.ts';
import { writeProblem } from '../app/shell/words.ts';
import { m } from '../words/compiled/messages.js';
import { MienError } from './mien-error.ts';
import { UNKNOWN_CHOICE, writeUnknown, type UnknownChoice } from './unknown-choice.ts';

/** The error for anything that was thrown. */
export function toMienError(error: unknown): MienError {
  if (error instanceof MienError) return error;
  const { code, detail } = describeProblem(error);
  return new MienError(code, m.model_problem({ ...writeProblem(code) }), detail, { cause: error });
}

/** The error for a choice that does not exist. */
export function complainOf(unknown: UnknownChoice): MienError {
  return new MienError(
    UNKNOWN_CHOICE,
    m.model_problem({ ...writeUnknown(unknown) }),
    `${unknown.name}=${unknown.value}`,
  );
}

/** The error for whatever is asked of a Mien after its end. */
export function complainOfEnd(): MienError {
  const words = { title: m.closed_title(), text: m.closed_text() };
  return new MienError('closed', m.model_problem(words), 'dispose() was called');
}
