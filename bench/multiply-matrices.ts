import * as tf from '@tensorflow/tfjs-core';

/** Products in a row, so that reading the last one back counts little. */
const PRODUCTS = 4;

/**
 * How long the current backend takes for the product of two matrices.
 *
 * @param size of the square matrices
 * @returns milliseconds for one product
 */
export async function multiplyMatrices(size: number): Promise<number> {
  const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
  // They are made on the backend, which has to be over first.
  await Promise.all([a.data(), b.data()]);
  const begin = performance.now();
  const corner = tf.tidy(() => {
    let product = tf.matMul(a, b);
    for (let i = 1; i < PRODUCTS; i++) product = tf.matMul(a, b);
    return tf.slice(product, [0, 0], [1, 1]);
  });
  await corner.data();
  const ms = (performance.now() - begin) / PRODUCTS;
  tf.dispose([a, b, corner]);
  return ms;
}
