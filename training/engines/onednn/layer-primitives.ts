import type { Activation } from '../../../src/core/network-description.ts';
import { buildBatchNorm } from './batch-norm.ts';
import { buildConvolution } from './convolution.ts';
import type { BuiltLayer, LayerContext } from './layer-context.ts';
import { ALGORITHM, FORMAT, PROPAGATION } from './onednn-library.ts';
import { buildPooling, flatten } from './pooling.ts';
import { wrapRows, type PrimitiveList, type Tensor } from './primitive-list.ts';

/** Adds a layer's forward pass to the list, and says how its backward pass is added. */
export function buildLayer(context: LayerContext): BuiltLayer {
  const { list, placed, inputs, isTraining } = context;
  const { layer, inputShape, outputShape } = placed;
  const [x] = inputs;
  switch (layer.type) {
    case 'conv':
    case 'depthwise-conv':
      return buildConvolution(context, layer);
    case 'batch-norm':
      return buildBatchNorm(context);
    case 'dense':
      return buildDense(context, layer.units);
    case 'activation':
      return buildActivation(context, layer.activation);
    case 'add': {
      const output = combine(list, ALGORITHM.binaryAdd, x, inputs[1] as Tensor, outputShape);
      return { output, backward: (gradient) => [gradient, gradient] };
    }
    case 'max-pool':
      return buildPooling(context, ALGORITHM.maxPooling, [layer.size, layer.size]);
    case 'average-pool':
      return buildPooling(context, ALGORITHM.averagePooling, [layer.size, layer.size]);
    case 'global-average-pool': {
      const [height, width, channels] = inputShape as [number, number, number];
      const pooled = { ...context, placed: { ...placed, outputShape: [1, 1, channels] } };
      return flatten(list, [1, 1, channels], buildPooling(pooled, ALGORITHM.averagePooling, [height, width]));
    }
    case 'flatten': {
      const unchanged: BuiltLayer = { output: x, backward: (gradient) => [gradient] };
      return inputShape.length === 1 ? unchanged : flatten(list, inputShape, unchanged);
    }
    case 'dropout': {
      if (!isTraining) return { output: x, backward: (gradient) => [gradient] };
      const mask = wrapRows(list, context.mask(), inputShape);
      const scale = (values: Tensor) => combine(list, ALGORITHM.binaryMul, values, mask, inputShape);
      return { output: scale(x), backward: (gradient) => [scale(gradient)] };
    }
    default:
      return layer satisfies never;
  }
}

/** Two tensors, value by value, as a third. */
export function combine(
  list: PrimitiveList,
  algorithm: number,
  one: Tensor,
  other: Tensor,
  shape: readonly number[],
): Tensor {
  const output = list.allocateRows(shape);
  const operation = list.library.describeOperation(
    'binary_desc_init',
    algorithm,
    one.descriptor,
    other.descriptor,
    output.descriptor,
  );
  list.run(list.prepare(operation), { source: one, secondSource: other, destination: output });
  return output;
}

function buildDense(context: LayerContext, units: number): BuiltLayer {
  const { list, placed, weight, gradient: gradientOf } = context;
  const { library } = list;
  const [x] = context.inputs;
  const inputs = placed.inputShape[0] as number;
  const kernel = list.wrap(weight('kernel'), [units, inputs], FORMAT.io);
  const bias = list.wrap(weight('bias'), [units], FORMAT.a);
  const output = list.allocateRows([units]);
  const forward = list.prepare(
    library.describeOperation(
      'inner_product_forward_desc_init',
      PROPAGATION.training,
      x.descriptor,
      kernel.descriptor,
      bias.descriptor,
      output.descriptor,
    ),
  );
  list.run(forward, { source: x, weights: kernel, bias, destination: output });
  return {
    output,
    backward(gradient) {
      const learnt = list.wrap(gradientOf('kernel'), [units, inputs], FORMAT.io);
      const learntBias = list.wrap(gradientOf('bias'), [units], FORMAT.a);
      const learn = library.describeOperation(
        'inner_product_backward_weights_desc_init',
        x.descriptor,
        learnt.descriptor,
        learntBias.descriptor,
        gradient.descriptor,
      );
      list.run(list.prepare(learn, forward), {
        source: x,
        destinationGradient: gradient,
        weightsGradient: learnt,
        biasGradient: learntBias,
      });
      if (!context.needsInputGradient) return [null];
      const ofInput = list.allocateRows([inputs]);
      const back = library.describeOperation(
        'inner_product_backward_data_desc_init',
        ofInput.descriptor,
        kernel.descriptor,
        gradient.descriptor,
      );
      list.run(list.prepare(back, forward), {
        destinationGradient: gradient,
        weights: kernel,
        sourceGradient: ofInput,
      });
      return [ofInput];
    },
  };
}

function buildActivation({ list, placed, inputs, isTraining }: LayerContext, activation: Activation): BuiltLayer {
  const { library } = list;
  const [x] = inputs;
  const algorithm = ALGORITHM[activation];
  const output = list.allocateRows(placed.outputShape);
  const forward = list.prepare(
    library.describeOperation(
      'eltwise_forward_desc_init',
      isTraining ? PROPAGATION.training : PROPAGATION.inference,
      algorithm.forward,
      x.descriptor,
      0,
      0,
    ),
  );
  list.run(forward, { source: x, destination: output });
  return {
    output,
    backward(gradient) {
      const ofInput = list.allocateRows(placed.inputShape);
      // By the output, from which the slope of each of these follows.
      const fromOutput = library.describeOperation(
        'eltwise_forward_desc_init',
        PROPAGATION.training,
        algorithm.backward,
        x.descriptor,
        0,
        0,
      );
      const back = library.describeOperation(
        'eltwise_backward_desc_init',
        algorithm.backward,
        gradient.descriptor,
        output.descriptor,
        0,
        0,
      );
      list.run(list.prepare(back, list.prepare(fromOutput)), {
        destination: output,
        destinationGradient: gradient,
        sourceGradient: ofInput,
      });
      return [ofInput];
    },
  };
}
