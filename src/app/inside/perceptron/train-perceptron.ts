import { describePerceptron } from '../../../core/historic-networks.ts';
import { createInitialWeights } from '../../../core/initial-weights.ts';
import type { Laboratory, LaboratoryClient } from '../../../lab/lab-client.ts';
import { TENTHS, type ExamplePoint } from '../points/example-points.ts';
import type { LinearUnit } from '../points/cut-plane.ts';

type Weights = Parameters<Laboratory['train']>[1];

const DRAWN = describePerceptron({ input: [1, 1, 2], outputs: 1 });

/**
 * What learns. All of it is in tenths, so whole numbers, which float32 adds and multiplies exactly: in units a sum of 0
 * may come out above it. An input that is always 1 stands in for the bias, which would not be in tenths.
 */
const PERCEPTRON = describePerceptron({ input: [1, 1, 3], outputs: 1 });

/** From weights of 0 any other rate only scales all of them, and the line is the same. */
const LEARNING_RATE = 1;

/** One look at one example. */
export interface Look {
  /** Which of the points it was. */
  readonly position: number;
  /** Weighted sum, bias included. */
  readonly sum: number;
  readonly answer: 0 | 1;
  /** The weights that gave the answer. */
  readonly before: LinearUnit;
  /** The same unless it was a mistake. */
  readonly after: LinearUnit;
  readonly isMistake: boolean;
}

/** How far a perceptron has come. */
export interface PerceptronProgress {
  readonly weights: LinearUnit;
  /** Examples looked at. */
  readonly looks: number;
  readonly mistakes: number;
  /** Right answers in a row. */
  readonly rightInRow: number;
  readonly last: Look | null;
  /** The weights before each round through all examples. */
  readonly rounds: readonly LinearUnit[];
}

/**
 * A perceptron that has seen nothing yet.
 *
 * @param seed decides its weights, which are whole tenths so that they can be followed by hand
 */
export function startPerceptron(seed: number): PerceptronProgress {
  const drawn = createInitialWeights(DRAWN, seed);
  // Not by `map`, which would round to float32 once more.
  const weights = readUnit(Array.from(drawn, (weight) => Math.round(weight * TENTHS) / TENTHS));
  return { weights, looks: 0, mistakes: 0, rightInRow: 0, last: null, rounds: [] };
}

/**
 * Looks at the next example, in turn, and learns from it if the answer is wrong (Rosenblatt 1958).
 *
 * @param points at least one
 */
export async function lookAtNext(
  lab: Pick<LaboratoryClient, 'ask'>,
  points: readonly ExamplePoint[],
  progress: PerceptronProgress,
): Promise<PerceptronProgress> {
  const position = progress.looks % points.length;
  const { x, y, target } = points[position] as ExamplePoint;
  const examples = { inputs: Float32Array.of(x, y, TENTHS), targets: Float32Array.of(target) };
  // The bias of its own stays 0.
  const weights: Weights = Float32Array.of(...progress.weights.map((weight) => Math.round(weight * TENTHS)), 0);
  const [{ outputs }, trained] = await lab.ask((laboratory) =>
    Promise.all([
      laboratory.differentiate(PERCEPTRON, weights, examples, 'perceptron'),
      laboratory.train(PERCEPTRON, weights, examples, {
        loss: 'perceptron',
        learningRate: LEARNING_RATE,
        steps: 1,
        batch: 'all',
      }),
    ]),
  );
  const sum = (outputs.get('logits')?.[0] as number) / (TENTHS * TENTHS);
  const answer = sum > 0 ? 1 : 0;
  const isMistake = answer !== target;
  const after = readUnit(Array.from(trained.weights, (weight) => weight / TENTHS));
  return {
    weights: after,
    looks: progress.looks + 1,
    mistakes: progress.mistakes + Number(isMistake),
    rightInRow: isMistake ? 0 : progress.rightInRow + 1,
    last: { position, sum, answer, before: progress.weights, after, isMistake },
    rounds: position === 0 ? [...progress.rounds, progress.weights] : progress.rounds,
  };
}

/** Whether a round passed without a mistake: nothing will change any more. */
export function hasSettled({ rightInRow }: PerceptronProgress, points: readonly ExamplePoint[]): boolean {
  return points.length > 0 && rightInRow >= points.length;
}

/**
 * Finds out whether the last round began with the very weights of an earlier one. Then all in between repeats for ever.
 *
 * @param progress that has not settled
 * @returns the two rounds, counted from 1, or null
 */
export function findRepeat({ rounds }: PerceptronProgress): readonly [number, number] | null {
  const last = rounds.at(-1);
  if (!last) return null;
  const earlier = rounds.findIndex((unit) => unit.every((weight, k) => weight === last[k]));
  return earlier < rounds.length - 1 ? [earlier + 1, rounds.length] : null;
}

function readUnit([x = 0, y = 0, bias = 0]: Iterable<number>): LinearUnit {
  return [x, y, bias];
}
