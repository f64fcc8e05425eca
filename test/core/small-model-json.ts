interface StoredLayer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: [string, number, number, object][][];
}

const take = (...names: string[]): StoredLayer['inbound_nodes'] => [
  names.map((name): [string, number, number, object] => [name, 0, 0, {}]),
];

const convolution = {
  kernel_size: [3, 3],
  strides: [1, 1],
  padding: 'same',
  data_format: 'channels_last',
  dilation_rate: [1, 1],
  activation: 'linear',
  use_bias: true,
};

const layers: StoredLayer[] = [
  { name: 'image', class_name: 'InputLayer', config: { batch_input_shape: [null, 9, 9, 1] }, inbound_nodes: [] },
  {
    name: 'a',
    class_name: 'Conv2D',
    config: { ...convolution, strides: [2, 2], activation: 'relu', filters: 4 },
    inbound_nodes: take('image'),
  },
  {
    name: 'b',
    class_name: 'DepthwiseConv2D',
    config: { ...convolution, use_bias: false, depth_multiplier: 1 },
    inbound_nodes: take('a'),
  },
  { name: 'c', class_name: 'BatchNormalization', config: {}, inbound_nodes: take('b') },
  { name: 'd', class_name: 'Add', config: {}, inbound_nodes: take('c', 'a') },
  { name: 'e', class_name: 'Activation', config: { activation: 'tanh' }, inbound_nodes: take('d') },
  {
    name: 'f',
    class_name: 'MaxPooling2D',
    config: { pool_size: [2, 2], strides: [2, 2], padding: 'valid', data_format: 'channels_last' },
    inbound_nodes: take('e'),
  },
  { name: 'g', class_name: 'Dropout', config: { rate: 0.5 }, inbound_nodes: take('f') },
  { name: 'h', class_name: 'Flatten', config: {}, inbound_nodes: take('g') },
  {
    name: 'i',
    class_name: 'Dense',
    config: { units: 3, activation: 'linear', use_bias: true },
    inbound_nodes: take('h'),
  },
];

/** A network of nearly every kind of layer, as tfjs writes it; what the program does not read is left out. */
export const SMALL_MODEL_JSON = { format: 'layers-model', modelTopology: { config: { name: 'small', layers } } };
