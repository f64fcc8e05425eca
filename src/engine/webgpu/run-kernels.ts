import {
  backend,
  engine,
  type KernelBackend,
  type Tensor2D,
  type Tensor4D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { PlannedKernel } from '../kernels/plan-kernels.ts';
import { createConvolutionProgram } from './convolution-program.ts';
import { createMeanDenseProgram } from './mean-dense-program.ts';

/**
 * Runs planned kernels on tfjs's WebGPU backend, which must be current: with its buffers, its queue and its cache of
 * compiled shaders, as if they were kernels of its own.
 *
 * @param kernels at least one
 * @param input [n, height, width, channels]
 * @returns [n, units], what the last kernel gives; to be disposed by the caller
 */
export function runKernels(kernels: readonly PlannedKernel[], input: Tensor4D): Tensor2D {
  const webgpu = backend() as KernelBackend & Pick<WebGPUBackend, 'runWebGPUProgram'>;
  const maps: TensorInfo[] = [input];
  const getMap = (index: number) => maps[index] as TensorInfo;
  for (const { operation, reads, adds, weights } of kernels) {
    const inputs = [getMap(reads), ...weights, ...(adds === null ? [] : [getMap(adds)])];
    maps.push(webgpu.runWebGPUProgram(createProgram(operation, input.shape[0]), inputs.map(flatten), 'float32'));
  }
  const output = maps.pop() as TensorInfo;
  for (const { dataId } of maps.slice(1)) webgpu.disposeData(dataId);
  return engine().makeTensorFromTensorInfo(output) as Tensor2D;
}

function createProgram(operation: PlannedKernel['operation'], batchSize: number): WebGPUProgram {
  return operation.type === 'convolution'
    ? createConvolutionProgram(operation, batchSize)
    : createMeanDenseProgram(operation, batchSize);
}

/** tfjs compiles a shader for each way in which the shapes of inputs and output are alike: flat, they are so in one. */
function flatten({ dataId, shape, dtype }: TensorInfo): TensorInfo {
  return { dataId, shape: [shape.reduce((product, length) => product * length, 1)], dtype };
}
