import * as v from 'valibot';
import { INPUT, type Activation, type LayerDescription, type NetworkDescription } from './network-description.ts';

const length = v.pipe(v.number(), v.integer(), v.minValue(1));
/** The same along both axes. */
const square = v.pipe(
  v.strictTuple([length, length]),
  v.check(([height, width]) => height === width, 'not the same along both axes'),
  v.transform(([side]) => side),
);
const activation = v.picklist(['linear', 'relu', 'sigmoid', 'tanh']);
const channelsLast = v.literal('channels_last');

const convolution = {
  kernel_size: square,
  strides: square,
  padding: v.picklist(['same', 'valid']),
  data_format: channelsLast,
  dilation_rate: v.strictTuple([v.literal(1), v.literal(1)]),
  activation,
  use_bias: v.boolean(),
};
const pooling = v.pipe(
  v.object({ pool_size: square, strides: square, padding: v.literal('valid'), data_format: channelsLast }),
  v.check(({ pool_size, strides }) => pool_size === strides, 'pools over squares that overlap or leave gaps'),
);

const base = {
  name: v.string(),
  /** Once: [layer, node, tensor, arguments] of each input. */
  inbound_nodes: v.array(v.array(v.looseTuple([v.string()]))),
};
const layer = <Class extends string, Config extends v.GenericSchema>(class_name: Class, config: Config) =>
  v.object({ ...base, class_name: v.literal(class_name), config });

const layerSchema = v.variant('class_name', [
  layer('InputLayer', v.object({ batch_input_shape: v.strictTuple([v.null(), length, length, length]) })),
  layer('Conv2D', v.object({ ...convolution, filters: length })),
  layer('DepthwiseConv2D', v.object({ ...convolution, depth_multiplier: v.literal(1) })),
  layer('BatchNormalization', v.object({})),
  layer('Activation', v.object({ activation: v.picklist(['relu', 'sigmoid', 'tanh']) })),
  layer('Add', v.object({})),
  layer('MaxPooling2D', pooling),
  layer('AveragePooling2D', pooling),
  layer('GlobalAveragePooling2D', v.object({ data_format: channelsLast })),
  layer('Flatten', v.object({})),
  layer('Dropout', v.object({ rate: v.number() })),
  layer('Dense', v.object({ units: length, activation, use_bias: v.literal(true) })),
]);
type StoredLayer = v.InferOutput<typeof layerSchema>;

const modelSchema = v.object({
  modelTopology: v.object({ config: v.object({ name: v.string(), layers: v.array(layerSchema) }) }),
});

/**
 * The network that a `model.json` in the tfjs layers-model format describes; a layer's own activation becomes a layer.
 *
 * @throws RangeError naming what is missing, malformed or no layer that this program knows
 */
export function readNetwork(json: unknown): NetworkDescription {
  const result = v.safeParse(modelSchema, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw new RangeError(`the network cannot be read: ${v.getDotPath(issue) ?? 'model.json'}: ${issue.message}`);
  }
  const { name, layers } = result.output.modelTopology.config;
  const [image, ...others] = layers;
  if (image?.class_name !== 'InputLayer')
    throw new RangeError('the network cannot be read: it begins without an input');
  /** By stored layer: whose output the layers after it take. */
  const outputs = new Map<string, string>([[image.name, INPUT]]);
  const described = others.flatMap((stored): LayerDescription[] => {
    const [from = stored.name, second] = (stored.inbound_nodes[0] ?? []).map(([input]) => outputs.get(input) ?? input);
    const steps = describeSteps(stored, from, second);
    outputs.set(stored.name, steps.at(-1)?.name ?? from);
    return steps;
  });
  const [, ...input] = image.config.batch_input_shape;
  return { name, input, layers: described };
}

function describeSteps(stored: StoredLayer, from: string, second: string | undefined): LayerDescription[] {
  const { name } = stored;
  const activate = (activation: Activation | 'linear'): LayerDescription[] =>
    activation === 'linear' ? [] : [{ type: 'activation', name: `${name}_${activation}`, activation, from: name }];
  switch (stored.class_name) {
    case 'InputLayer':
      throw new RangeError('the network cannot be read: it has several inputs');
    case 'Conv2D':
    case 'DepthwiseConv2D': {
      const { kernel_size: kernelSize, strides: stride, padding, use_bias: bias } = stored.config;
      const common = { name, from, kernelSize, stride, padding, bias };
      const convolution: LayerDescription =
        stored.class_name === 'Conv2D'
          ? { type: 'conv', ...common, filters: stored.config.filters }
          : { type: 'depthwise-conv', ...common };
      return [convolution, ...activate(stored.config.activation)];
    }
    case 'BatchNormalization':
      return [{ type: 'batch-norm', name, from }];
    case 'Activation':
      return [{ type: 'activation', name, from, activation: stored.config.activation }];
    case 'Add':
      if (second === undefined) throw new RangeError(`the network cannot be read: layer ${name} adds nothing`);
      return [{ type: 'add', name, from, with: second }];
    case 'MaxPooling2D':
      return [{ type: 'max-pool', name, from, size: stored.config.pool_size }];
    case 'AveragePooling2D':
      return [{ type: 'average-pool', name, from, size: stored.config.pool_size }];
    case 'GlobalAveragePooling2D':
      return [{ type: 'global-average-pool', name, from }];
    case 'Flatten':
      return [{ type: 'flatten', name, from }];
    case 'Dropout':
      return [{ type: 'dropout', name, from, rate: stored.config.rate }];
    case 'Dense':
      return [{ type: 'dense', name, from, units: stored.config.units }, ...activate(stored.config.activation)];
    default:
      return stored satisfies never;
  }
}
