import { getBackend, type Tensor } from '@tensorflow/tfjs-core';
import { runOnTensors, type ForwardPass } from './create-forward-pass.ts';
import { foldNormalisation, LEAK, listSeparable, runDetector, type DetectorParams } from './detector-network.ts';
import type { DetectorWeights } from './wasm/create-wasm-detector.ts';
import type { WasmPass } from './wasm/create-wasm-pass.ts';

/**
 * How the current backend runs the face detector: on WebAssembly by kernels of ours, everywhere else, in a browser without
 * SIMD and where memory is short by tfjs.
 *
 * @param params stay in use; they are not freed
 * @returns takes pictures of R, G, B 0..255, their side a multiple of 32; gives [n, cells, cells, 25]
 */
export async function createDetectorPass(params: DetectorParams): Promise<ForwardPass> {
  const folded = await foldNormalisation(params);
  const onTensors = runOnTensors((pictures) => runDetector(folded, pictures));
  const choosePass = getBackend() === 'wasm' ? await createOwnPasses(folded) : null;
  return (values, shape) => {
    const [batchSize, inputSize] = shape;
    const pass = choosePass?.(inputSize);
    if (!pass) return onTensors(values, shape);
    const outputs = pass(values, batchSize);
    return { output: null, decode: () => outputs, release: () => undefined };
  };
}

/**
 * Each size of pictures has its place in memory, made when it is first asked for.
 *
 * @returns null where WebAssembly has no SIMD; else what gives, for a size, null where there is not enough memory
 */
async function createOwnPasses(params: DetectorParams): Promise<((inputSize: number) => WasmPass | null) | null> {
  // Loaded where they run: other backends need none of it.
  const [{ loadKernels }, { createWasmDetector }] = await Promise.all([
    import('./wasm/load-kernels.ts'),
    import('./wasm/create-wasm-detector.ts'),
  ]);
  const startKernels = await loadKernels();
  if (!startKernels) return null;
  const weights = await readWeights(params);
  const passes = new Map<number, WasmPass | null>();
  return (inputSize) => {
    let pass = passes.get(inputSize);
    if (pass === undefined) {
      pass = tryInMemory(() => createWasmDetector(weights, inputSize, startKernels()));
      passes.set(inputSize, pass);
    }
    return pass;
  };
}

/** @returns null where there is not enough memory */
function tryInMemory<T>(create: () => T): T | null {
  try {
    return create();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
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
