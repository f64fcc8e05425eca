import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM } from '../../../src/core/network-description.ts';
import type { BuiltLayer, LayerContext } from './layer-context.ts';
import { FORMAT, NORMALISATION, PROPAGATION, QUERY } from './onednn-library.ts';

/** Batch norm, and the ReLU behind it where that is part of it. */
export function buildBatchNorm(context: LayerContext): BuiltLayer {
  const { list, placed, weight, gradient: gradientOf, isTraining, isFollowedByRelu } = context;
  const { library } = list;
  const [x] = context.inputs;
  const channels = placed.inputShape.at(-1) as number;
  const flags =
    NORMALISATION.useScaleShift |
    (isFollowedByRelu ? NORMALISATION.fuseRelu : 0) |
    (isTraining ? 0 : NORMALISATION.useGlobalStatistics);
  const forward = list.prepare(
    library.describeOperation(
      'batch_normalization_forward_desc_init',
      isTraining ? PROPAGATION.training : PROPAGATION.inference,
      x.descriptor,
      BATCH_NORM_EPSILON,
      flags,
    ),
  );
  const wrap = (values: Float32Array) => list.wrap(values, [channels], FORMAT.a);
  const scaleShift = list.wrap(weight('gamma'), [2, channels], FORMAT.nc);
  const statistics = isTraining
    ? { mean: new Float32Array(channels), variance: new Float32Array(channels) }
    : { mean: weight('mean'), variance: weight('variance') };
  const [mean, variance] = [wrap(statistics.mean), wrap(statistics.variance)];
  const workspace =
    isTraining && isFollowedByRelu
      ? { workspace: list.allocate(library.queryDescriptor(forward.descriptor, QUERY.workspace)) }
      : {};
  const output = list.allocateRows(placed.outputShape);
  list.run(forward, { source: x, destination: output, weights: scaleShift, mean, variance, ...workspace });
  if (isTraining) {
    list.then(() => {
      for (const role of ['mean', 'variance'] as const) {
        const [running, updated] = [weight(role), gradientOf(role)];
        statistics[role].forEach((statistic, channel) => {
          updated[channel] = BATCH_NORM_MOMENTUM * (running[channel] as number) + (1 - BATCH_NORM_MOMENTUM) * statistic;
        });
      }
    });
  }
  return {
    output,
    backward(gradient) {
      const back = list.prepare(
        library.describeOperation(
          'batch_normalization_backward_desc_init',
          PROPAGATION.backward,
          gradient.descriptor,
          x.descriptor,
          BATCH_NORM_EPSILON,
          flags,
        ),
        forward,
      );
      const ofInput = list.allocateRows(placed.inputShape);
      list.run(back, {
        source: x,
        destinationGradient: gradient,
        mean,
        variance,
        weights: scaleShift,
        sourceGradient: ofInput,
        weightsGradient: list.wrap(gradientOf('gamma'), [2, channels], FORMAT.nc),
        ...workspace,
      });
      return [ofInput];
    },
  };
}
