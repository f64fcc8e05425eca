import { initializers, input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';

/** Shape of the CNN: stages of 3x3 convolutions, 2x2 max pooling between the stages. */
export interface NetworkConfig {
  /** Output channels of each convolution, stage by stage. */
  readonly stages: readonly (readonly number[])[];
}

/** The network as it is trained: every convolution is followed by batch norm and ReLU. */
export interface Network {
  /** [n, 48, 48, 1] normalised pixels -> [n, features], the mean of each channel of the last stage. */
  readonly trunk: LayersModel;
  /** [n, features] -> [n, 7] logits. */
  readonly head: LayersModel;
  /** Both in one, sharing their weights: [n, 48, 48, 1] -> [n, 7] logits. */
  readonly full: LayersModel;
}

/**
 * Builds the network. Convolutions begin He-normal (He et al. 2015), batch norm as the identity.
 *
 * @param seed decides every initial weight
 */
export function buildNetwork(config: NetworkConfig, seed: number): Network {
  const image = input({ shape: [INPUT_SIZE, INPUT_SIZE, 1], name: 'image' });
  let x = image;
  config.stages.forEach((stage, s) => {
    if (s > 0) x = layers.maxPooling2d({ poolSize: 2, name: `pool${s}` }).apply(x) as SymbolicTensor;
    stage.forEach((filters, c) => {
      const name = `stage${s + 1}_conv${c + 1}`;
      const kernelInitializer = initializers.heNormal({ seed: seed + 100 * s + c });
      x = layers
        .conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer, name })
        .apply(x) as SymbolicTensor;
      x = layers.batchNormalization({ momentum: 0.9, name: `${name}_bn` }).apply(x) as SymbolicTensor;
      x = layers.activation({ activation: 'relu', name: `${name}_relu` }).apply(x) as SymbolicTensor;
    });
  });
  const features = layers.globalAveragePooling2d({ name: 'features' }).apply(x) as SymbolicTensor;
  const featureInput = input({ shape: features.shape.slice(1), name: 'pooled' });
  const logits = layers.dense({
    units: EXPRESSION_COUNT,
    kernelInitializer: initializers.glorotNormal({ seed: seed + 9999 }),
    name: 'logits',
  });
  return {
    trunk: model({ inputs: image, outputs: features }),
    head: model({ inputs: featureInput, outputs: logits.apply(featureInput) as SymbolicTensor }),
    full: model({ inputs: image, outputs: logits.apply(features) as SymbolicTensor }),
  };
}
