import { findPlaces, LAYERS, type Weights } from './small-mlp.ts';

/** One step of backpropagation as the laboratory computed it. */
export interface ComputedStep {
  readonly hidden: number;
  readonly input: readonly [x: number, y: number];
  readonly target: number;
  readonly rate: number;
  /** Before the step. */
  readonly weights: Weights;
  readonly loss: number;
  readonly gradients: Weights;
  /** By the layers' names; of one example. */
  readonly outputs: ReadonlyMap<string, Weights>;
  /** After it; the same where the step was not taken. */
  readonly nextWeights: Weights;
  /** Whether it was not taken, as a weight would have left all bounds. */
  readonly diverged: boolean;
  readonly nextLoss: number;
  readonly nextAnswer: number;
}

/** What one weight is, and what becomes of it. */
export interface WrittenWeight {
  readonly weight: number;
  /** How fast the error grows with the weight: what arrives backward at its end, times what came forward at its beginning. */
  readonly factors: readonly [delta: number, activation: number];
  /** Computed by the laboratory; the product of the factors is the same but for rounding. */
  readonly gradient: number;
  readonly next: number;
}

/** A hidden unit in the step. */
export interface WrittenUnit {
  readonly sum: number;
  readonly activation: number;
  /** How fast the error grows with the unit's sum: output weight × output delta × activation × (1 − activation). */
  readonly delta: number;
  /** From both inputs. */
  readonly inputs: readonly [WrittenWeight, WrittenWeight];
  readonly bias: WrittenWeight;
  readonly output: WrittenWeight;
}

/** A step of backpropagation, number by number. */
export interface WrittenStep {
  readonly input: readonly [number, number];
  readonly target: number;
  readonly rate: number;
  readonly units: readonly WrittenUnit[];
  readonly outputSum: number;
  readonly answer: number;
  readonly outputBias: WrittenWeight;
  /** Answer − target: how fast the error grows with the output's sum. */
  readonly delta: number;
  readonly loss: number;
  readonly nextLoss: number;
  readonly nextAnswer: number;
  readonly diverged: boolean;
}

/** Takes a step apart into the numbers that a reader can multiply (Rumelhart, Hinton and Williams 1986). */
export function writeOutStep(step: ComputedStep): WrittenStep {
  const places = findPlaces(step.hidden);
  const read = (layer: string, k = 0) => step.outputs.get(layer)?.[k] as number;
  const write = (place: number, delta: number, activation: number): WrittenWeight => ({
    weight: step.weights[place] as number,
    factors: [delta, activation],
    gradient: step.gradients[place] as number,
    next: step.nextWeights[place] as number,
  });
  const answer = read(LAYERS.answers);
  const outputDelta = answer - step.target;
  const units = Array.from({ length: step.hidden }, (_, unit): WrittenUnit => {
    const activation = read(LAYERS.activations, unit);
    const output = write(places.output(unit), outputDelta, activation);
    const delta = output.weight * outputDelta * activation * (1 - activation);
    const [x, y] = step.input;
    return {
      sum: read(LAYERS.sums, unit),
      activation,
      delta,
      inputs: [write(places.hidden(0, unit), delta, x), write(places.hidden(1, unit), delta, y)],
      bias: write(places.hiddenBias(unit), delta, 1),
      output,
    };
  });
  return {
    input: step.input,
    target: step.target,
    rate: step.rate,
    units,
    outputSum: read(LAYERS.logits),
    answer,
    outputBias: write(places.outputBias, outputDelta, 1),
    delta: outputDelta,
    loss: step.loss,
    nextLoss: step.nextLoss,
    nextAnswer: step.nextAnswer,
    diverged: step.diverged,
  };
}
