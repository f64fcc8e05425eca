import type { LayerDescription, NetworkDescription } from '../../../src/core/network-description.ts';

const HEAD: LayerDescription[] = [
  { type: 'flatten', name: 'all' },
  { type: 'dense', name: 'logits', units: 3 },
];

function describeTiny(name: string, layers: readonly LayerDescription[]): NetworkDescription {
  return { name, input: [6, 7, 2], layers };
}

function describeConvolution(
  padding: 'same' | 'valid',
  stride: number,
  kernelSize: number,
  bias: boolean,
): NetworkDescription {
  const conv = { type: 'conv', filters: 3, kernelSize, stride, padding, bias } as const;
  return describeTiny(`${kernelSize}x${kernelSize}, ${padding}, stride ${stride}${bias ? ', bias' : ''}`, [
    // The one before makes the other's input gradient count.
    { type: 'conv', name: 'first', filters: 2, kernelSize: 1, padding: 'same', bias: true },
    { type: 'activation', name: 'first_tanh', activation: 'tanh' },
    { ...conv, name: 'second' },
    ...HEAD,
  ]);
}

function describeDepthwise(
  padding: 'same' | 'valid',
  stride: number,
  kernelSize: number,
  bias: boolean,
): NetworkDescription {
  return describeTiny(`depthwise ${kernelSize}x${kernelSize}, ${padding}, stride ${stride}${bias ? ', bias' : ''}`, [
    { type: 'conv', name: 'first', filters: 3, kernelSize: 1, padding: 'same', bias: true },
    { type: 'activation', name: 'first_tanh', activation: 'tanh' },
    { type: 'depthwise-conv', name: 'second', kernelSize, stride, padding, bias },
    ...HEAD,
  ]);
}

/** Maps of 16 channels, which engines that keep channels in blocks take as blocks: all that such maps know. */
const BLOCKED_NETWORKS: readonly NetworkDescription[] = [
  {
    name: 'maps in blocks of channels',
    input: [6, 4, 2],
    layers: [
      { type: 'conv', name: 'conv1', filters: 16, kernelSize: 3, padding: 'valid', bias: true },
      { type: 'activation', name: 'tanh1', activation: 'tanh' },
      { type: 'conv', name: 'conv2', filters: 16, kernelSize: 2, padding: 'same', bias: false },
      { type: 'batch-norm', name: 'bn2' },
      { type: 'add', name: 'sum', with: 'tanh1' },
      { type: 'activation', name: 'relu', activation: 'relu' },
      { type: 'max-pool', name: 'pool', size: 2 },
      { type: 'conv', name: 'conv3', filters: 32, kernelSize: 1, padding: 'valid', bias: true },
      { type: 'activation', name: 'sigmoid', activation: 'sigmoid' },
      { type: 'conv', name: 'conv4', filters: 16, kernelSize: 1, padding: 'same', bias: false },
      { type: 'global-average-pool', name: 'features' },
      { type: 'dense', name: 'logits', units: 3 },
    ],
  },
];

/** A tiny network for each kind of layer, and for each way in which it can be set. */
export const LAYER_NETWORKS: readonly NetworkDescription[] = [
  ...([1, 3, 5] as const).flatMap((kernelSize) =>
    (['same', 'valid'] as const).flatMap((padding) =>
      [1, 2].map((stride) => describeConvolution(padding, stride, kernelSize, (kernelSize + stride) % 2 === 0)),
    ),
  ),
  describeConvolution('same', 3, 3, false),
  describeConvolution('valid', 3, 2, true),
  describeConvolution('same', 2, 4, true),
  describeDepthwise('same', 1, 3, false),
  describeDepthwise('same', 2, 3, true),
  describeDepthwise('valid', 2, 2, false),
  describeDepthwise('valid', 1, 3, true),
  describeTiny('depthwise convolution with batch norm', [
    { type: 'depthwise-conv', name: 'depthwise', kernelSize: 3, stride: 2, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'depthwise_bn' },
    { type: 'activation', name: 'depthwise_relu', activation: 'relu' },
    { type: 'conv', name: 'pointwise', filters: 4, kernelSize: 1, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'pointwise_bn' },
    { type: 'activation', name: 'pointwise_tanh', activation: 'tanh' },
    ...HEAD,
  ]),
  describeTiny('dense alone', HEAD),
  ...(['relu', 'sigmoid', 'tanh'] as const).map((activation) =>
    describeTiny(activation, [
      { type: 'conv', name: 'conv', filters: 4, kernelSize: 3, padding: 'same', bias: true },
      { type: 'activation', name: 'active', activation },
      { type: 'global-average-pool', name: 'features' },
      { type: 'dense', name: 'hidden', units: 12 },
      { type: 'activation', name: 'hidden_active', activation },
      { type: 'dense', name: 'logits', units: 3 },
    ]),
  ),
  ...(['max-pool', 'average-pool'] as const).flatMap((type) =>
    [2, 3].map((size) =>
      describeTiny(`${type} of ${size}`, [
        { type: 'conv', name: 'conv', filters: 3, kernelSize: 3, padding: 'same', bias: false },
        { type, name: 'pool', size },
        ...HEAD,
      ]),
    ),
  ),
  describeTiny('batch norm', [
    { type: 'conv', name: 'conv1', filters: 4, kernelSize: 3, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'bn1' },
    { type: 'activation', name: 'relu1', activation: 'relu' },
    { type: 'conv', name: 'conv2', filters: 3, kernelSize: 3, stride: 2, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'bn2' },
    { type: 'activation', name: 'tanh2', activation: 'tanh' },
    ...HEAD,
  ]),
  describeTiny('residual sum', [
    { type: 'conv', name: 'conv1', filters: 4, kernelSize: 3, padding: 'same', bias: true },
    { type: 'activation', name: 'tanh1', activation: 'tanh' },
    { type: 'conv', name: 'conv2', filters: 4, kernelSize: 3, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'bn2' },
    { type: 'add', name: 'sum', with: 'tanh1' },
    { type: 'activation', name: 'relu2', activation: 'relu' },
    ...HEAD,
  ]),
  describeTiny('residual sum with a projection', [
    { type: 'conv', name: 'conv1', filters: 3, kernelSize: 3, padding: 'same', bias: true },
    { type: 'activation', name: 'tanh1', activation: 'tanh' },
    { type: 'conv', name: 'conv2', filters: 4, kernelSize: 3, stride: 2, padding: 'same', bias: false },
    { type: 'batch-norm', name: 'bn2' },
    {
      type: 'conv',
      name: 'projection',
      from: 'tanh1',
      filters: 4,
      kernelSize: 1,
      stride: 2,
      padding: 'same',
      bias: true,
    },
    { type: 'add', name: 'sum', from: 'bn2', with: 'projection' },
    ...HEAD,
  ]),
  describeTiny('dropout on a map and on a vector', [
    { type: 'conv', name: 'conv', filters: 3, kernelSize: 3, padding: 'same', bias: true },
    { type: 'dropout', name: 'dropout_map', rate: 0.25 },
    { type: 'activation', name: 'tanh', activation: 'tanh' },
    { type: 'global-average-pool', name: 'features' },
    { type: 'dropout', name: 'dropout_vector', rate: 0.5 },
    { type: 'dense', name: 'logits', units: 3 },
  ]),
  {
    ...describeTiny('two heads', [
      { type: 'flatten', name: 'all' },
      { type: 'dense', name: 'logits', units: 5 },
    ]),
    heads: [
      { name: 'votes', outputs: 2, lossWeight: 1 },
      { name: 'labels', outputs: 3, lossWeight: 0.4 },
    ],
  },
  ...BLOCKED_NETWORKS,
];

/** Without padding, a flat picture gives flat maps, whose pooled squares have four largest values each. */
export const POOLING_NETWORKS: readonly NetworkDescription[] = [3, 16].map((filters) => ({
  name: `${filters} channels`,
  input: [6, 6, 2],
  layers: [
    { type: 'conv', name: 'conv', filters, kernelSize: 3, padding: 'valid', bias: true },
    { type: 'max-pool', name: 'pool', size: 2 },
    { type: 'activation', name: 'tanh', activation: 'tanh' },
    { type: 'global-average-pool', name: 'features' },
    { type: 'dense', name: 'logits', units: 3 },
  ],
}));

/** Two stages with a residual block each, on pictures of 48x48: what the larger networks are made of. */
export const SMALL_RESIDUAL_NETWORK: NetworkDescription = {
  name: 'small residual',
  input: [48, 48, 1],
  layers: [
    ...[8, 16].flatMap((filters, s): LayerDescription[] => [
      ...(s > 0 ? [{ type: 'max-pool', name: `pool${s}`, size: 2 } as const] : []),
      { type: 'conv', name: `conv${s}a`, filters, kernelSize: 3, padding: 'same', bias: false },
      { type: 'batch-norm', name: `bn${s}a` },
      { type: 'activation', name: `relu${s}a`, activation: 'relu' },
      { type: 'conv', name: `conv${s}b`, filters, kernelSize: 3, padding: 'same', bias: false },
      { type: 'batch-norm', name: `bn${s}b` },
      { type: 'add', name: `sum${s}`, with: `relu${s}a` },
      { type: 'activation', name: `relu${s}b`, activation: 'relu' },
    ]),
    { type: 'global-average-pool', name: 'features' },
    { type: 'dropout', name: 'dropout', rate: 0.3 },
    { type: 'dense', name: 'logits', units: 7 },
  ],
};
