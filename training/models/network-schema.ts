import * as v from 'valibot';
import { HEADS } from '../../src/core/heads.ts';
import { share } from '../../src/core/model-manifest.ts';
import { listHeads, type LayerDescription, type NetworkDescription } from '../../src/core/network-description.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const named = { name: v.string(), from: v.exactOptional(v.string()) };
const convolution = {
  kernelSize: whole,
  stride: v.exactOptional(whole),
  padding: v.picklist(['same', 'valid']),
  bias: v.boolean(),
};

/** In the order in which the zoo writes them, which what is read keeps. */
const layerSchema: v.GenericSchema<unknown, LayerDescription> = v.variant('type', [
  v.strictObject({ type: v.literal('conv'), ...named, filters: whole, ...convolution }),
  v.strictObject({ type: v.literal('depthwise-conv'), ...named, ...convolution }),
  v.strictObject({ type: v.literal('batch-norm'), ...named }),
  v.strictObject({ type: v.literal('activation'), ...named, activation: v.picklist(['relu', 'sigmoid', 'tanh']) }),
  v.strictObject({ type: v.literal('add'), ...named, with: v.string() }),
  v.strictObject({ type: v.picklist(['max-pool', 'average-pool']), ...named, size: whole }),
  v.strictObject({ type: v.literal('global-average-pool'), ...named }),
  v.strictObject({ type: v.literal('flatten'), ...named }),
  v.strictObject({ type: v.literal('dropout'), ...named, rate: share }),
  v.strictObject({ type: v.literal('dense'), ...named, units: whole }),
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
