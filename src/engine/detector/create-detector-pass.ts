import { getBackend, type Tensor } from '@tensorflow/tfjs-core';
import type { SquareCrop } from '../../core/face-crop.ts';
import { measureDeviation } from '../../core/measure-deviation.ts';
import { viewRgba, type Picture } from '../../core/picture.ts';
import { chooseBatchSize } from '../device/batch-sizes.ts';
import { runOnTensors } from '../device/create-forward-pass.ts';
import { foldNormalisation, LEAK, listSeparable, runDetector, type DetectorParams } from './detector-network.ts';
import { NONE_HERE, requireRight, takeTfjs } from '../link/kernels-error.ts';
import { readResult, type PendingResult } from '../device/pending-result.ts';
import type { NetworkKernels, OwnKernels } from '../link/protocol.ts';
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

/** How the detector runs, and whose kernels run it. */
export interface ChosenDetectorPass {
  readonly run: DetectorPass;
  /** tfjs's, too, from the first pass on for which memory was short. */
  readonly kernels: NetworkKernels;
}

/**
 * How the current backend runs the face detector: on WebAssembly by kernels of ours, everywhere else, in a browser without
 * SIMD, where memory is short and where they compute something else than tfjs, by tfjs.
 *
 * @param params stay in use; they are not freed
 */
export async function createDetectorPass(params: DetectorParams): Promise<ChosenDetectorPass> {
  const folded = await foldNormalisation(params);
  const onTensors = createTensorPass(folded);
  if (getBackend() !== 'wasm') return { run: onTensors, kernels: NONE_HERE };
  try {
    const { name, createPass } = await loadOwnPass(folded);
    requireRight(await comparePasses(createPass(), onTensors));
    return leaveShortagesTo(onTensors, createPass(), name);
  } catch (error) {
    return { run: onTensors, kernels: takeTfjs(error) };
  }
}

/** Passes by kernels of ours, and by tfjs at what they have no memory for. */
function leaveShortagesTo(onTensors: DetectorPass, pass: OwnPass, name: OwnKernels): ChosenDetectorPass {
  let kernels: NetworkKernels = { name };
  return {
    get kernels() {
      return kernels;
    },
    run(picture, squares, inputSize) {
      try {
        const outputs = pass(picture, squares, inputSize);
        return { output: null, decode: () => outputs, release: () => undefined };
      } catch (error) {
        kernels = takeTfjs(error);
        return onTensors(picture, squares, inputSize);
      }
    },
  };
}

/** Small, so that a start hardly takes longer; large enough for layers that fill the kernels' tiles and blocks. */
const COMPARED_SIZE = 96;

/** Of a made-up picture, in pixels. */
const PATTERN_SIZE = 64;

/** How far a pass is off from what tfjs sees of a made-up picture and of the black around it, see `measureDeviation`. */
async function comparePasses(pass: OwnPass, onTensors: DetectorPass): Promise<number> {
  const data = Uint8Array.from({ length: PATTERN_SIZE * PATTERN_SIZE * 4 }, (_, i) => ((i * 7919) % 1009) >> 2);
  const pattern = viewRgba({ data, width: PATTERN_SIZE, height: PATTERN_SIZE });
  const square = { x: -PATTERN_SIZE / 8, y: PATTERN_SIZE / 4, side: PATTERN_SIZE };
  const [found] = pass(pattern, [square], COMPARED_SIZE);
  const [expected] = await readResult(onTensors(pattern, [square], COMPARED_SIZE));
  return measureDeviation(found as Float32Array, expected as Float32Array);
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

/** @throws KernelsError 'no-memory' */
type OwnPass = (picture: Picture, squares: readonly SquareCrop[], inputSize: number) => Float32Array[];

/**
 * Each size has its place in memory, made when it is first asked for.
 *
 * @throws KernelsError 'no-simd' or 'not-compiled'
 */
async function loadOwnPass(
  params: DetectorParams,
): Promise<{ readonly name: OwnKernels; readonly createPass: () => OwnPass }> {
  // Loaded where they run: other backends need none of it.
  const [{ loadKernels }, { createWasmDetector }] = await Promise.all([
    import('../wasm/load-kernels.ts'),
    import('../wasm/create-wasm-detector.ts'),
  ]);
  const { name, start } = await loadKernels();
  const weights = await readWeights(params);
  const place = (inputSize: number): WasmDetector => {
    try {
      return createWasmDetector(weights, inputSize, start());
    } catch (error) {
      // Not tried again with every frame.
      return () => {
        throw error;
      };
    }
  };
  const createPass = (): OwnPass => {
    const detectors = new Map<number, WasmDetector>();
    return (picture, squares, inputSize) => {
      const detect = detectors.get(inputSize) ?? place(inputSize);
      detectors.set(inputSize, detect);
      return squares.map((square) => detect(picture, square));
    };
  };
  return { name, createPass };
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
