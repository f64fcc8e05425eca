import { workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createRandom, drawGaussian } from '../../src/core/random.ts';
import { OnnxGraph } from '../engines/onnxruntime/onnx-graph.ts';
import { serveRequests } from '../../node/worker-channel.ts';

/** What a worker is started with: the sides of the square matrices. */
export type GemmWorkerData = readonly number[];

/** Asks for products of matrices of one size. Reply: GFLOP/s. */
export interface GemmRequest {
  readonly size: number;
  /** Milliseconds to go on for, at least. */
  readonly duration: number;
}

/** Products in a row in one graph, so that a run's fixed cost does not count. */
const PRODUCTS = 4;

serveRequests(async () => {
  const gemms = new Map<number, () => Promise<unknown>>();
  for (const size of workerData as GemmWorkerData) gemms.set(size, await createGemm(size));
  return { answer: (request: GemmRequest) => measureGemm(gemms, request) };
});

async function measureGemm(
  gemms: ReadonlyMap<number, () => Promise<unknown>>,
  { size, duration }: GemmRequest,
): Promise<number> {
  const gemm = gemms.get(size);
  if (!gemm) throw new RangeError(`no matrices of ${size} x ${size} were prepared`);
  const startedAt = performance.now();
  for (let runs = 1; ; runs++) {
    await gemm();
    const elapsed = performance.now() - startedAt;
    if (elapsed >= duration) return (runs * PRODUCTS * 2 * size ** 3) / (elapsed * 1e6);
  }
}

/** One thread, as each worker of the training has. */
async function createGemm(size: number): Promise<() => Promise<unknown>> {
  const graph = new OnnxGraph();
  const [a, b] = [graph.addInput('a', [size, size]), graph.addInput('b', [size, size])];
  let product = a;
  for (let i = 0; i < PRODUCTS; i++) product = graph.apply('MatMul', [product, b]);
  graph.addOutput('product', product, [size, size]);
  const session = await InferenceSession.create(graph.build(), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const random = createRandom(1, size);
  // This deviation keeps the size of the values from product to product.
  const draw = () => Float32Array.from({ length: size * size }, () => drawGaussian(random) / Math.sqrt(size));
  const inputs = { a: new Tensor('float32', draw(), [size, size]), b: new Tensor('float32', draw(), [size, size]) };
  const gemm = () => session.run(inputs);
  await gemm();
  return gemm;
}
