import * as v from 'valibot';
import { HEADS } from '../../src/core/heads.ts';
import { share } from '../../src/core/model-manifest.ts';
import { listHeads, type LayerDescription, type NetworkDescription } from './network-description.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const layer = { name: v.string(), from: v.exactOptional(v.string()) };
const convolution = {
  ...layer,
  kernelSize: whole,
  stride: v.exactOptional(whole),
  padding: v.picklist(['same', 'valid']),
  bias: v.boolean(),
};

const layerSchema: v.GenericSchema<unknown, LayerDescription> = v.variant('type', [
  v.strictObject({ ...convolution, type: v.literal('conv'), filters: whole }),
  v.strictObject({ ...convolution, type: v.literal('depthwise-conv') }),
  v.strictObject({ ...layer, type: v.literal('batch-norm') }),
  v.strictObject({ ...layer, type: v.literal('activation'), activation: v.picklist(['relu', 'sigmoid', 'tanh']) }),
  v.strictObject({ ...layer, type: v.literal('add'), with: v.string() }),
  v.strictObject({ ...layer, type: v.picklist(['max-pool', 'average-pool']), size: whole }),
  v.strictObject({ ...layer, type: v.literal('global-average-pool') }),
  v.strictObject({ ...layer, type: v.literal('flatten') }),
  v.strictObject({ ...layer, type: v.literal('dropout'), rate: share }),
  v.strictObject({ ...layer, type: v.literal('dense'), units: whole }),
]);

/** A network as read from a file: nothing in it is unknown to this program, and its layers fit together. */
export const networkSchema: v.GenericSchema<unknown, NetworkDescription> = v.pipe(
  v.strictObject({
    name: v.string(),
    input: v.tuple([whole, whole, whole]),
    layers: v.pipe(v.array(layerSchema), v.minLength(1)),
    heads: v.exactOptional(
      v.array(v.strictObject({ name: v.picklist(HEADS), outputs: whole, lossWeight: v.pipe(v.number(), v.finite()) })),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      listHeads(dataset.value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      addIssue({ message: error.message });
    }
  }),
);
