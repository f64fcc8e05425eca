import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { MeanDense } from '../kernels/operations.ts';

/** Invocations that share the means of one face. */
const WORKGROUP_SIZE = 64;

/**
 * Both as one program of tfjs's WebGPU backend. It reads the map [n, pixels, channels], the matrix [channels, units] and
 * the bias [units], each as one flat tensor, in this order.
 *
 * @param batchSize n; programs that differ in nothing else share their shader
 */
export function createMeanDenseProgram(operation: MeanDense, batchSize: number): WebGPUProgram {
  const { pixels, channels, units } = operation;
  return {
    outputShape: [batchSize, units],
    outputComponent: 1,
    variableNames: ['x', 'weights', 'bias'],
    variableComponents: [4, 1, 1],
    workgroupSize: [WORKGROUP_SIZE, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [batchSize, 1, 1],
    shaderKey: ['mien-mean-dense', pixels, channels, units].join('_'),
    getUserCode: () => writeShader(operation),
  };
}

function writeShader({ pixels, channels, units }: MeanDense): string {
  const quads = channels / 4;
  // No invocation returns before the barrier, which all must reach.
  return `
var<workgroup> means: array<vec4f, ${quads}>;
fn main(index: i32) {
  let face = index / ${WORKGROUP_SIZE};
  let lane = index % ${WORKGROUP_SIZE};
  for (var quad = lane; quad < ${quads}; quad += ${WORKGROUP_SIZE}) {
    var sum = vec4f();
    for (var pixel = 0; pixel < ${pixels}; pixel++) {
      sum += x[(face * ${pixels} + pixel) * ${quads} + quad];
    }
    means[quad] = sum / ${pixels};
  }
  workgroupBarrier();
  if (face >= uniforms.outShape.x) { return; }
  for (var unit = lane; unit < ${units}; unit += ${WORKGROUP_SIZE}) {
    var sum = bias[unit];
    for (var quad = 0; quad < ${quads}; quad++) {
      let first = quad * ${4 * units} + unit;
      sum += dot(means[quad], vec4f(weights[first], weights[first + ${units}], weights[first + ${2 * units}], weights[first + ${3 * units}]));
    }
    result[face * ${units} + unit] = sum;
  }
}`;
}
