import type { Head } from '../../models/network-description.ts';

/**
 * Softmax cross-entropy of each head, weighted and summed.
 *
 * @param logits rows x outputs, as the heads lie in them
 * @param targets rows x outputs; each head's part of a row sums to 1
 * @param gradient takes the gradient with respect to the logits
 * @returns mean over the rows, in nats
 */
export function computeLoss(
  heads: readonly Head[],
  logits: Float32Array,
  targets: Float32Array,
  gradient: Float32Array,
): number {
  const outputs = heads.reduce((sum, head) => sum + head.outputs, 0);
  const rows = logits.length / outputs;
  let loss = 0;
  for (let begin = 0; begin < logits.length;) {
    for (const head of heads) {
      const end = begin + head.outputs;
      const share = head.lossWeight / rows;
      let largest = -Infinity;
      for (let i = begin; i < end; i++) largest = Math.max(largest, logits[i] as number);
      let sum = 0;
      for (let i = begin; i < end; i++) sum += Math.exp((logits[i] as number) - largest);
      const logSum = largest + Math.log(sum);
      for (let i = begin; i < end; i++) {
        const logProbability = (logits[i] as number) - logSum;
        loss -= share * (targets[i] as number) * logProbability;
        gradient[i] = share * (Math.exp(logProbability) - (targets[i] as number));
      }
      begin = end;
    }
  }
  return loss;
}
