import { countCost } from '../models/count-cost.ts';
import type { NetworkDescription } from '../models/network-description.ts';
import { describeStages } from '../models/zoo.ts';

/**
 * The network that engines are compared on: three stages of two 3x3 convolutions, 0.29 million parameters, 85.6 MMAC. A
 * fixed one, so that figures of different days can be compared.
 */
export const REFERENCE_NETWORK = describeStages(
  'reference',
  [
    [32, 32],
    [64, 64],
    [128, 128],
  ],
  0,
);

/**
 * Floating-point operations of a training step, for one image: two a multiply-accumulate, once forward, once for the
 * gradient of the input and once for that of the weights. What else a step does is not counted: it is to be small.
 */
export function countTrainingFlop(network: NetworkDescription): number {
  return 6 * countCost(network).macs;
}
