import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { describeLeNet5, describeMlp, describePerceptron } from '../../src/core/historic-networks.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';
import type {
  ConvLayer,
  DepthwiseConvLayer,
  LayerDescription,
  NetworkDescription,
} from '../../src/core/network-description.ts';

const IMAGE = [INPUT_SIZE, INPUT_SIZE, 1] as const;
const LOGITS: LayerDescription = { type: 'dense', name: 'logits', units: EXPRESSION_COUNT };

/** What the networks of history see and say here: as all others. */
const FACES = { input: IMAGE, outputs: EXPRESSION_COUNT };

/** Units of the multilayer perceptron's hidden layer. */
const HIDDEN_UNITS = 128;

/** The network that the page loads: 35 MMAC, 0.44 million parameters, 0.9 MB as float16. */
const fast = describeStages(
  'fast',
  [
    [16, 16],
    [32, 32],
    [64, 64],
    [128, 128, 128],
  ],
  0.2,
);

/** For machines that keep up: a residual block in each stage, 142 MMAC, 1.9 million parameters, 3.8 MB as float16. */
const accurate: NetworkDescription = {
  name: 'accurate',
  input: IMAGE,
  layers: [
    ...[16, 48, 128, 256].flatMap((filters, s): LayerDescription[] => {
      const stage = `stage${s + 1}`;
      return [
        ...(s > 0 ? [{ type: 'max-pool', name: `pool${s}`, size: 2 } as const] : []),
        ...describeConvolution(`${stage}_conv1`, filters),
        ...describeConvolution(`${stage}_conv2`, filters),
        ...describeConvolution(`${stage}_conv3`, filters).slice(0, -1),
        { type: 'add', name: `${stage}_sum`, with: `${stage}_conv1_relu` },
        { type: 'activation', name: `${stage}_sum_relu`, activation: 'relu' },
      ];
    }),
    ...describeReading(0.3),
  ],
};

/**
 * MobileNet (Howard et al. 2017) for faces of 48 pixels: the first convolution keeps their size. Too slow for a page, but
 * there is one that has learnt from millions of faces, see `readFaceDescriptor`: a teacher.
 */
const mobilenet: NetworkDescription = {
  name: 'mobilenet',
  input: IMAGE,
  layers: [
    ...describeConvolution('stem', 32),
    ...(
      [
        [64, 1],
        [128, 2],
        [128, 1],
        [256, 2],
        [256, 1],
        [512, 2],
        [512, 1],
        [512, 1],
        [512, 1],
        [512, 1],
        [512, 1],
        [1024, 2],
        [1024, 1],
      ] as const
    ).flatMap(([filters, stride], i): LayerDescription[] => [
      ...describeNormalised({
        type: 'depthwise-conv',
        name: `block${i + 1}_depthwise`,
        kernelSize: 3,
        ...(stride > 1 && { stride }),
        padding: 'same',
        bias: false,
      }),
      ...describeNormalised({
        type: 'conv',
        name: `block${i + 1}_pointwise`,
        filters,
        kernelSize: 1,
        padding: 'same',
        bias: false,
      }),
    ]),
    ...describeReading(0.3),
  ],
};

/** The networks that can be trained by name. */
export const ZOO = {
  perceptron: describePerceptron(FACES),
  mlp: describeMlp(FACES, HIDDEN_UNITS),
  lenet5: describeLeNet5(FACES),
  fast,
  accurate,
  mobilenet,
};
export type NetworkName = keyof typeof ZOO;

/** Networks that no page could run: they teach the others. */
const TEACHERS: readonly string[] = ['mobilenet'] satisfies NetworkName[];

/** Whether a network is there to teach others. */
export function isTeacher(networkName: string): boolean {
  return TEACHERS.includes(networkName);
}

/**
 * A plain CNN: stages of 3x3 convolutions, each with batch norm and ReLU, 2x2 max pooling between the stages.
 *
 * @param stages output channels of each convolution, stage by stage
 * @param dropout share of the pooled features that are dropped in training, 0..1
 */
export function describeStages(
  name: string,
  stages: readonly (readonly number[])[],
  dropout: number,
): NetworkDescription {
  const trunk = stages.flatMap((stage, s): LayerDescription[] => [
    ...(s > 0 ? [{ type: 'max-pool', name: `pool${s}`, size: 2 } as const] : []),
    ...stage.flatMap((filters, c) => describeConvolution(`stage${s + 1}_conv${c + 1}`, filters)),
  ]);
  return { name, input: IMAGE, layers: [...trunk, ...describeReading(dropout)] };
}

/**
 * The same network with a second head, which learns FER2013's own labels beside the votes, at half the weight.
 *
 * @param network one of one head, which ends with a dense layer
 * @throws RangeError if it does not
 */
export function addLabelHead(network: NetworkDescription): NetworkDescription {
  const last = network.layers.at(-1);
  if (last?.type !== 'dense' || network.heads) throw new RangeError(`network ${network.name} takes no second head`);
  return {
    ...network,
    layers: [...network.layers.slice(0, -1), { ...last, units: 2 * last.units }],
    heads: [
      { name: 'votes', outputs: last.units, lossWeight: 1 },
      { name: 'labels', outputs: last.units, lossWeight: 0.5 },
    ],
  };
}

/** The same network with its first head alone; one that has but one stays as it is. */
export function keepFirstHead(network: NetworkDescription): NetworkDescription {
  const { heads, layers, ...rest } = network;
  const [first] = heads ?? [];
  const last = layers.at(-1);
  if (!first || last?.type !== 'dense') return network;
  return { ...rest, layers: [...layers.slice(0, -1), { ...last, units: first.outputs }] };
}

function describeConvolution(name: string, filters: number): LayerDescription[] {
  return describeNormalised({ type: 'conv', name, filters, kernelSize: 3, padding: 'same', bias: false });
}

/** A convolution, batch norm and ReLU. */
function describeNormalised(convolution: ConvLayer | DepthwiseConvLayer): LayerDescription[] {
  const { name } = convolution;
  return [
    convolution,
    { type: 'batch-norm', name: `${name}_bn` },
    { type: 'activation', name: `${name}_relu`, activation: 'relu' },
  ];
}

function describeReading(dropout: number): LayerDescription[] {
  return [
    { type: 'global-average-pool', name: 'features' },
    ...(dropout > 0 ? [{ type: 'dropout', name: 'dropout', rate: dropout } as const] : []),
    LOGITS,
  ];
}
