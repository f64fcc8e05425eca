import { countElements } from '../../../src/core/network-description.ts';
import type { BuiltLayer, LayerContext } from './layer-context.ts';
import { ALGORITHM, DATA_TYPE, PROPAGATION, QUERY, toDimensions } from './onednn-library.ts';
import type { PrimitiveList } from './primitive-list.ts';

/**
 * Pooling over windows that do not overlap.
 *
 * @param algorithm `maxPooling` or `averagePooling`
 * @param size of a window: height and width in pixels
 */
export function buildPooling(context: LayerContext, algorithm: number, size: readonly [number, number]): BuiltLayer {
  const { list, placed, isTraining } = context;
  const { library } = list;
  const [x] = context.inputs;
  const none = toDimensions([0, 0]);
  const window = toDimensions(size);
  const output = list.allocateRows(placed.outputShape);
  const forward = list.prepare(
    library.describeOperation(
      'pooling_forward_desc_init',
      isTraining ? PROPAGATION.training : PROPAGATION.inference,
      algorithm,
      x.descriptor,
      output.descriptor,
      window,
      window,
      none,
      none,
    ),
  );
  const workspace =
    isTraining && algorithm === ALGORITHM.maxPooling
      ? { workspace: list.allocate(library.queryDescriptor(forward.descriptor, QUERY.workspace)) }
      : {};
  list.run(forward, { source: x, destination: output, ...workspace });
  return {
    output,
    backward(gradient) {
      const ofInput = list.allocateRows(placed.inputShape);
      const back = library.describeOperation(
        'pooling_backward_desc_init',
        algorithm,
        ofInput.descriptor,
        gradient.descriptor,
        window,
        window,
        none,
        none,
      );
      list.run(list.prepare(back, forward), { destinationGradient: gradient, sourceGradient: ofInput, ...workspace });
      return [ofInput];
    },
  };
}

/** Maps as vectors of 32-bit numbers: row by row, channels last. */
export function flatten(list: PrimitiveList, shape: readonly number[], maps: BuiltLayer): BuiltLayer {
  const values = list.allocate(list.describeRows(shape, DATA_TYPE.f32));
  list.copy(maps.output, values);
  return {
    output: list.alias(values, list.describeRows([countElements(shape)])),
    backward(gradient) {
      const ofMaps = list.alias(gradient, list.describeRows(shape, DATA_TYPE.f32));
      return maps.backward(list.convert(ofMaps, list.describeRows(shape)));
    },
  };
}
