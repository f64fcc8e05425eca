import * as tf from '@tensorflow/tfjs-core';
import { INPUT, type PlacedLayer } from '../core/network-description.ts';
import { applyLayers, type FindWeight } from '../tensors/apply-network.ts';
import type { ActivationMap } from './laboratory.ts';

/** The name of the last layer that gives a map; null where none does. */
export function findActivationLayer(placed: readonly PlacedLayer[]): string | null {
  return placed.findLast(({ outputShape }) => outputShape.length === 3)?.layer.name ?? null;
}

/**
 * Gradient of a class's logit by the last map, times that map, summed over its channels.
 *
 * Call it in a `tf.tidy`.
 *
 * @param image 1 x height x width x channels
 * @param layer see `findActivationLayer`
 */
export function locateClass(
  placed: readonly PlacedLayer[],
  findWeight: FindWeight,
  image: tf.Tensor4D,
  layer: string,
  classIndex: number,
): ActivationMap {
  const position = placed.findIndex((candidate) => candidate.layer.name === layer);
  const [before, after] = [placed.slice(0, position + 1), placed.slice(position + 1)];
  const map = applyLayers(before, findWeight, new Map([[INPUT, image]]), null);
  const readLogit = (features: tf.Tensor): tf.Tensor => {
    const logits = applyLayers(after, findWeight, new Map([[layer, features]]), null);
    return tf.slice2d(logits as tf.Tensor2D, [0, classIndex], [1, 1]);
  };
  const gradient = tf.grad(readLogit)(map);
  const contributions = tf.sum(tf.mul(gradient, map), -1);
  const [, height, width] = map.shape as [number, number, number, number];
  const types = after.map((placedLayer) => placedLayer.layer.type).filter((type) => type !== 'dropout');
  return {
    height,
    width,
    values: new Float32Array(contributions.dataSync()),
    layer,
    isExact: types.join() === 'global-average-pool,dense',
  };
}
