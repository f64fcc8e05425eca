import type { FarLaboratory } from '../../../lab/lab-client.ts';
import { makeExamples, placePoint, type ExamplePoint } from '../points/example-points.ts';
import { describeAnsweringMlp, describeSmallMlp, LAYERS, type Weights } from './small-mlp.ts';
import type { ComputedStep } from './write-out-step.ts';

/** Lets the laboratory take one step of backpropagation on one example. */
export async function computeStep(
  lab: Pick<FarLaboratory, 'differentiate' | 'train' | 'run'>,
  hidden: number,
  weights: Weights,
  point: ExamplePoint,
  rate: number,
): Promise<ComputedStep> {
  const network = describeSmallMlp(hidden);
  const examples = makeExamples([point]);
  const answerWith = async (values: Weights) =>
    (await lab.run(describeAnsweringMlp(hidden), values, examples.inputs, [LAYERS.answers])).get(
      LAYERS.answers,
    ) as Weights;
  const { loss, gradients, outputs } = await lab.differentiate(network, weights, examples, 'cross-entropy');
  const plan = { loss: 'cross-entropy', learningRate: rate, steps: 1, batch: 'all' } as const;
  const { weights: nextWeights, diverged } = await lab.train(network, weights, examples, plan);
  const next = await lab.differentiate(network, nextWeights, examples, 'cross-entropy');
  return {
    hidden,
    input: placePoint(point),
    target: point.target,
    rate,
    weights,
    loss,
    gradients,
    outputs: new Map([...outputs, [LAYERS.answers, await answerWith(weights)]]),
    nextWeights,
    diverged,
    nextLoss: next.loss,
    nextAnswer: (await answerWith(nextWeights))[0] as number,
  };
}
