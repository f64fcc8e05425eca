import { computePadding, type ConvLayer, type DepthwiseConvLayer } from '../../../src/core/network-description.ts';
import type { BuiltLayer, LayerContext } from './layer-context.ts';
import { ALGORITHM, DATA_TYPE, FORMAT, PROPAGATION, QUERY, toDimensions } from './onednn-library.ts';

/** A convolution of either kind. The library orders the filters as it likes them; they are brought into that order in each pass. */
export function buildConvolution(context: LayerContext, layer: ConvLayer | DepthwiseConvLayer): BuiltLayer {
  const { list, placed, weight, gradient: gradientOf, isTraining } = context;
  const { library } = list;
  const [height, width, channels] = placed.inputShape as [number, number, number];
  const { kernelSize, stride = 1 } = layer;
  const [top, bottom] = computePadding(height, layer);
  const [left, right] = computePadding(width, layer);
  const geometry = [
    [stride, stride],
    [top, left],
    [bottom, right],
  ].map(toDimensions);
  const filters = placed.outputShape[2] as number;
  // A depthwise convolution is one of as many groups as there are channels.
  const kernelShape =
    layer.type === 'conv' ? [filters, channels, kernelSize, kernelSize] : [channels, 1, 1, kernelSize, kernelSize];
  const kernelFormat = layer.type === 'conv' ? FORMAT.hwio : FORMAT.hwigo;
  const anyKernel = (type: number) => library.describe(kernelShape, type, FORMAT.any);
  const describeBias = () => (layer.bias ? library.describe([filters], DATA_TYPE.f32, FORMAT.a) : null);

  const [x] = context.inputs;
  const output = list.allocateRows(placed.outputShape);
  const forward = list.prepare(
    library.describeOperation(
      'convolution_forward_desc_init',
      isTraining ? PROPAGATION.training : PROPAGATION.inference,
      ALGORITHM.convolutionDirect,
      x.descriptor,
      anyKernel(list.mapType),
      describeBias(),
      output.descriptor,
      ...geometry,
    ),
  );
  const kernel = list.wrap(weight('kernel'), kernelShape, kernelFormat);
  list.run(forward, {
    source: x,
    weights: list.convert(kernel, library.queryDescriptor(forward.descriptor, QUERY.weights)),
    destination: output,
    ...(layer.bias && { bias: list.wrap(weight('bias'), [filters], FORMAT.a) }),
  });
  return {
    output,
    backward(gradient) {
      const learn = list.prepare(
        library.describeOperation(
          'convolution_backward_weights_desc_init',
          ALGORITHM.convolutionDirect,
          x.descriptor,
          anyKernel(DATA_TYPE.f32),
          describeBias(),
          gradient.descriptor,
          ...geometry,
        ),
        forward,
      );
      const learnt = list.allocate(library.queryDescriptor(learn.descriptor, QUERY.weightsGradient));
      list.run(learn, {
        source: x,
        destinationGradient: gradient,
        weightsGradient: learnt,
        ...(layer.bias && { biasGradient: list.wrap(gradientOf('bias'), [filters], FORMAT.a) }),
      });
      list.copy(learnt, list.wrap(gradientOf('kernel'), kernelShape, kernelFormat));
      if (!context.needsInputGradient) return [null];

      const back = list.prepare(
        library.describeOperation(
          'convolution_backward_data_desc_init',
          ALGORITHM.convolutionDirect,
          list.describeRows(placed.inputShape),
          anyKernel(list.mapType),
          gradient.descriptor,
          ...geometry,
        ),
        forward,
      );
      const ofInput = list.allocateRows(placed.inputShape);
      list.run(back, {
        destinationGradient: gradient,
        weights: list.convert(kernel, library.queryDescriptor(back.descriptor, QUERY.weights)),
        sourceGradient: ofInput,
      });
      return [ofInput];
    },
  };
}
