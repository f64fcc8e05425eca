import { createRandom, drawGaussian } from './random.ts';
import type { NetworkDescription } from './network-description.ts';
import { countValues, describeWeights, viewSlot } from './weight-layout.ts';

/**
 * The flat vector that training starts from: filters and matrices He-normal (He et al. 2015), the last matrix small,
 * batch norm as the identity, biases 0.
 *
 * @param seed decides every value
 */
export function createInitialWeights(network: NetworkDescription, seed: number): Float32Array {
  const slots = describeWeights(network);
  const weights = new Float32Array(countValues(slots));
  const lastKernel = slots.findLast((slot) => slot.role === 'kernel');
  slots.forEach((slot, index) => {
    const values = viewSlot(weights, slot);
    if (slot.role === 'gamma' || slot.role === 'variance') values.fill(1);
    if (slot.role !== 'kernel') return;
    const random = createRandom(seed, INITIAL_WEIGHTS_STREAM, index);
    const deviation = Math.sqrt((slot === lastKernel ? 1 : 2) / slot.fanIn);
    for (let i = 0; i < values.length; i++) values[i] = deviation * drawGaussian(random);
  });
  return weights;
}

/** Apart from the streams of the epochs, which are counted from 1. */
const INITIAL_WEIGHTS_STREAM = 0;
