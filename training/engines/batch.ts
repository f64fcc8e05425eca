import { countElements, placeLayers, type NetworkDescription } from '../../src/core/network-description.ts';
import type { BatchPart } from './gradient-function.ts';

/** A whole batch in memory that threads share; `BatchPart` says what is in it. */
export type Batch = BatchPart;

/** Makes room for a batch. */
export function createBatch(network: NetworkDescription, rows: number): Batch {
  const placed = placeLayers(network);
  const share = (count: number) => new Float32Array(new SharedArrayBuffer(rows * count * 4));
  return {
    images: share(countElements(network.input)),
    targets: share(countElements(placed.at(-1)?.outputShape ?? [])),
    masks: placed.flatMap(({ layer, inputShape }) =>
      layer.type === 'dropout' ? [share(countElements(inputShape))] : [],
    ),
  };
}

/**
 * The `index`-th of `count` equal parts of a batch, as views.
 *
 * @throws RangeError if the batch cannot be cut evenly
 */
export function cutBatch(batch: Batch, index: number, count: number): BatchPart {
  const cut = (values: Float32Array) => {
    const length = values.length / count;
    if (!Number.isInteger(length)) throw new RangeError(`a batch cannot be cut into ${count} equal parts`);
    return values.subarray(index * length, (index + 1) * length);
  };
  return { images: cut(batch.images), targets: cut(batch.targets), masks: batch.masks.map(cut) };
}
