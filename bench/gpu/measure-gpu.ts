import * as tf from '@tensorflow/tfjs-core';
import { median } from 'simple-statistics';
import type { ModelName } from '../../src/core/model-names.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { prepareWebgpuBackend } from '../../node/gpu/webgpu-backend.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { multiplyMatrices } from '../multiply-matrices.ts';

/** How long a network takes for some faces at a time, from tensors on the GPU to numbers in main memory. */
export interface GpuBatch {
  readonly network: ModelName;
  readonly faces: number;
  readonly medianMs: number;
  readonly gflops: number;
}

/** What a GPU does in Node. */
export interface GpuReport {
  readonly adapter: string;
  readonly products: readonly { readonly size: number; readonly gflops: number }[];
  readonly batches: readonly GpuBatch[];
}

const NETWORKS: readonly ModelName[] = ['fast', 'accurate'];
const BATCH_SIZES = [1, 4, 16, 64, 256];
const MATRIX_SIZES = [512, 1024, 2048, 4096];
const ROUNDS = 20;

/**
 * Runs the expression networks on Dawn in turns with matrix products, the GPU's limit. The process then ends by
 * `process.exit`: open GPU objects may keep it alive.
 *
 * @param adapter what the driver calls the GPU
 * @throws ExpectedError if the GPU refuses a shader or is lost, and what `prepareWebgpuBackend` throws
 */
export async function measureGpu(adapter: string, rounds = ROUNDS): Promise<GpuReport> {
  const backend = await prepareWebgpuBackend();
  const networks = await Promise.all(
    NETWORKS.map(async (network) => ({ network, ...(await readModelFiles(folderOfModel(network))) })),
  );
  const products = MATRIX_SIZES.map((size) => ({ size, ms: [] as number[] }));
  const batches = networks.flatMap(({ network, model, manifest }) =>
    BATCH_SIZES.map((faces) => ({ network, model, macs: manifest.macs, faces, ms: [] as number[] })),
  );
  // The first round compiles.
  for (let round = -1; round < rounds; round++) {
    for (const { size, ms } of products) keep(ms, await multiplyMatrices(size), round);
    for (const { model, faces, ms } of batches) {
      const input = tf.randomUniform<tf.Rank.R4>([faces, INPUT_SIZE, INPUT_SIZE, 1]);
      await input.data();
      const begin = performance.now();
      const output = model.predict(input) as tf.Tensor;
      await output.data();
      keep(ms, performance.now() - begin, round);
      tf.dispose([input, output]);
    }
    const fault = backend.takeFault();
    if (fault !== null) throw new ExpectedError(`${adapter} failed, so nothing was measured: ${fault}`);
  }
  return {
    adapter,
    products: products.map(({ size, ms }) => ({ size, gflops: (2 * size ** 3) / median(ms) / 1e6 })),
    batches: batches.map(({ network, faces, macs, ms }) => {
      const medianMs = median(ms);
      return { network, faces, medianMs, gflops: (2 * macs * faces) / medianMs / 1e6 };
    }),
  };
}

function keep(times: number[], ms: number, round: number): void {
  if (round >= 0) times.push(ms);
}
