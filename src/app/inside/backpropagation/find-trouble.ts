/** What is known of a training. */
export interface Observation {
  /** After each step so far. */
  readonly losses: readonly number[];
  /** Of the network now, 0..1, an example each. */
  readonly answers: readonly number[];
  readonly targets: readonly number[];
  /** Of the hidden units: an array of 0..1 for each example. */
  readonly activations: readonly (readonly number[])[];
  /** Whether a weight left all bounds. */
  readonly diverged: boolean;
  /** Whether no single line separates the examples. */
  readonly needsTwoLines: boolean;
}

/** What goes wrong. */
export type TroubleName = 'diverged' | 'swinging' | 'symmetric' | 'one-unit' | 'dead' | 'plateau' | 'stuck';

/** What goes wrong, and in which hidden units, counted from 0. */
export interface Trouble {
  readonly name: TroubleName;
  readonly units: readonly number[];
}

/** How near each answer must be to its target. */
export const LARGEST_ERROR = 0.1;

/** So many last steps are looked at. */
const WINDOW = 50;
/** Where the loss rises in so many of them, the steps are too large: each overshoots. */
const MOST_RISES = WINDOW / 5;
/** What the loss must rise by, as rounding lets it rise a little. */
const RISE = 1e-4;
/** So many steps are given to a training before it is said to stand still. */
const PATIENCE = 300;
/** The loss falls by less than this in that time where it stands still. */
const LEAST_FALL = 0.003;
/** An activation so close to 0 or 1 lets almost no gradient pass: a(1 − a) is below 0.01. */
const SATURATED = 0.01;
/** Answers this close to each other are the same. */
const FLAT = 0.15;
/** Activations this close to each other are the same. */
const SAME = 1e-5;

/** Whether every answer is near its target. */
export function isSolved({ answers, targets }: Pick<Observation, 'answers' | 'targets'>): boolean {
  return answers.every((answer, row) => Math.abs(answer - (targets[row] as number)) <= LARGEST_ERROR);
}

/** How many answers are on their target's side of a half. */
export function countRight({ answers, targets }: Pick<Observation, 'answers' | 'targets'>): number {
  return answers.filter((answer, row) => answer > 0.5 === (targets[row] as number) > 0.5).length;
}

/**
 * Finds what goes wrong in a training, what explains most first.
 *
 * @returns null while nothing does, or when all is learnt
 */
export function findTrouble(observation: Observation): Trouble | null {
  const { losses, answers, activations, diverged, needsTwoLines } = observation;
  if (diverged) return { name: 'diverged', units: [] };
  if (isSolved(observation)) return null;
  if (countRises(losses.slice(-WINDOW - 1)) >= MOST_RISES) return { name: 'swinging', units: [] };
  const hidden = activations[0]?.length ?? 0;
  const dead = listDead(activations, hidden);
  // Where they say the same of every example, so does the output, however the error falls by its bias.
  const isMute = activations.every((row) =>
    row.every((value, unit) => isWithin([value, activations[0]?.[unit] ?? 0], FLAT)),
  );
  if (losses.length > 0 && dead.length === hidden && isMute) return { name: 'dead', units: dead };
  if (hidden > 1 && activations.every((row) => isWithin(row, SAME))) return { name: 'symmetric', units: [] };
  if (!standsStill(losses)) return null;
  if (hidden === 1 && needsTwoLines) return { name: 'one-unit', units: [] };
  if (dead.length > 0) return { name: 'dead', units: dead };
  return { name: isWithin(answers, FLAT) ? 'plateau' : 'stuck', units: [] };
}

/** Units whose activation is close to 0 or 1 for every example. */
function listDead(activations: Observation['activations'], hidden: number): readonly number[] {
  return Array.from({ length: hidden }, (_, unit) => unit).filter((unit) =>
    activations.every((row) => Math.abs((row[unit] as number) - 0.5) > 0.5 - SATURATED),
  );
}

function countRises(losses: readonly number[]): number {
  return losses.filter((loss, step) => step > 0 && loss > (losses[step - 1] as number) + RISE).length;
}

function standsStill(losses: readonly number[]): boolean {
  const [then, now] = [losses.at(-PATIENCE - 1), losses.at(-1)];
  return then !== undefined && now !== undefined && then - now < LEAST_FALL;
}

function isWithin(values: readonly number[], span: number): boolean {
  return Math.max(...values) - Math.min(...values) < span;
}
