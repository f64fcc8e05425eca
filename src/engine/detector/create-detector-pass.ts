import { getBackend, type Tensor } from '@tensorflow/tfjs-core';
import type { SquareCrop } from '../../core/face-crop.ts';
import type { Picture } from '../../core/picture.ts';
import { chooseBatchSize } from '../device/batch-sizes.ts';
import { runOnTensors } from '../device/create-forward-pass.ts';
import { foldNormalisation, LEAK, listSeparable, runDetector, type DetectorParams } from './detector-network.ts';
import type { PendingResult } from '../device/pending-result.ts';
import { sampleSquare } from '../pixels/sample-square.ts';
import type { DetectorWeights, WasmDetector } from '../wasm/create-wasm-detector.ts';

/**
 * Begins to run the face detector on regions of a picture and does not wait for it.
 *
 * @param squares the regions, in pixels of the picture; black where they reach past the edges
 * @param inputSize side in pixels to which each region is scaled, a multiple of 32
 * @returns for each region, [cells, cells, 25]
 */
export type DetectorPass = (
  picture: Picture,
  squares: readonly SquareCrop[],
  inputSize: number,
) => PendingResult<Float32Array[]>;

/**
 * How the current backend runs the face detector: on WebAssembly by kernels of ours, everywhere else, in a browser without
 * SIMD and where memory is short by tfjs.
 *
 * @param params stay in use; they are not freed
 */
export async function createDetectorPass(params: DetectorParams): Promise<DetectorPass> {
  const folded = await foldNormalisation(params);
  const onTensors = createTensorPass(folded);
  const look = getBackend() === 'wasm' ? await createOwnPass(folded) : null;
  return (picture, squares, inputSize) => {
    const outputs = look?.(picture, squares, inputSize);
    if (!outputs) return onTensors(picture, squares, inputSize);
    return { output: null, decode: () => outputs, release: () => undefined };
  };
}

function createTensorPass(params: DetectorParams): DetectorPass {
  const run = runOnTensors((pictures) => runDetector(params, pictures));
  return (picture, squares, inputSize) => {
    const valuesEach = inputSize * inputSize * 3;
    const batchSize = chooseBatchSize(squares.length);
    // Pictures to spare are black.
    const values = new Float32Array(batchSize * valuesEach);
    squares.forEach((square, i) => sampleSquare(picture, square, inputSize, values, i * valuesEach));
    const pending = run(values, [batchSize, inputSize, inputSize, 3]);
    return {
      ...pending,
      decode(read) {
        const outputs = pending.decode(read);
        const each = outputs.length / batchSize;
        return squares.map((_, i) => outputs.subarray(i * each, (i + 1) * each));
      },
    };
  };
}

/** @returns null where there is not enough memory */
type OwnPass = (picture: Picture, squares: readonly SquareCrop[], inputSize: number) => Float32Array[] | null;

/**
 * Each size has its place in memory, made when it is first asked for.
 *
 * @returns null where WebAssembly has no SIMD, or the kernels are out of this device's reach
 */
async function createOwnPass(params: DetectorParams): Promise<OwnPass | null> {
  // Loaded where they run: other backends need none of it.
  const [{ isOutOfReach, loadKernels }, { createWasmDetector }] = await Promise.all([
    import('../wasm/load-kernels.ts'),
    import('../wasm/create-wasm-detector.ts'),
  ]);
  const orNull = (error: unknown) => {
    if (isOutOfReach(error)) return null;
    throw error;
  };
  const startKernels = await loadKernels().catch(orNull);
  if (!startKernels) return null;
  const attempt = <T>(run: () => T): T | null => {
    try {
      return run();
    } catch (error) {
      return orNull(error);
    }
  };
  const weights = await readWeights(params);
  const detectors = new Map<number, WasmDetector | null>();
  return (picture, squares, inputSize) => {
    let look = detectors.get(inputSize);
    if (look === undefined) {
      look = attempt(() => createWasmDetector(weights, inputSize, startKernels()));
      detectors.set(inputSize, look);
    }
    return look && attempt(() => squares.map((square) => look(picture, square)));
  };
}

async function readWeights(params: DetectorParams): Promise<DetectorWeights> {
  const read = (tensor: Tensor) => tensor.data<'float32'>();
  const readDense = async ({ filters, bias }: DetectorParams['conv0']) => ({
    filters: await read(filters),
    bias: await read(bias),
  });
  const separable = listSeparable(params).map(async ({ depthwise_filter, pointwise_filter, bias }) => ({
    depthwise: await read(depthwise_filter),
    pointwise: await read(pointwise_filter),
    bias: await read(bias),
  }));
  return {
    first: await readDense(params.conv0),
    separable: await Promise.all(separable),
    last: await readDense(params.conv8),
    slope: LEAK,
  };
}
