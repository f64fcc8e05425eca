import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { isConvolution, placeLayers } from '../../src/core/network-description.ts';
import type { ChannelStatistics } from './unfold-batch-norm.ts';
import { buildChannelGraph, GRAPH_NAMES } from '../engines/onnxruntime/network-graph.ts';

/**
 * Mean and variance of each channel of each convolution's output, its bias left out, by the convolution's name.
 *
 * @param batches images, rows x height x width x channels each, normalised; not shared between threads
 * @throws Error if onnxruntime refuses the graph
 */
export async function measureChannels(
  weighted: WeightedNetwork,
  rows: number,
  batches: AsyncIterable<Float32Array>,
): Promise<Map<string, ChannelStatistics>> {
  const { network } = weighted;
  const convolutions = placeLayers(network).filter(({ layer }) => isConvolution(layer));
  if (convolutions.length === 0) return new Map();
  const totals = convolutions.map(({ layer, outputShape }) => {
    const [height, width, channels] = outputShape as [number, number, number];
    const zeros = () => new Float64Array(channels);
    return { name: layer.name, values: rows * height * width, mean: zeros(), squares: zeros() };
  });
  // One thread: sums are the same on every run.
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await InferenceSession.create(buildChannelGraph(weighted, rows), options);
  let count = 0;
  try {
    for await (const images of batches) {
      const results = await session.run({
        [GRAPH_NAMES.images]: new Tensor('float32', images, [rows, ...network.input]),
      });
      for (const { name, values, mean, squares } of totals) {
        addShares(mean, results[GRAPH_NAMES.sums(name)]?.data as Float32Array, values);
        addShares(squares, results[GRAPH_NAMES.squares(name)]?.data as Float32Array, values);
      }
      count++;
    }
  } finally {
    await session.release();
  }
  return new Map(totals.map(({ name, mean, squares }) => [name, finish(mean, squares, count)]));
}

function addShares(totals: Float64Array, sums: Float32Array, values: number): void {
  sums.forEach((sum, k) => (totals[k] = (totals[k] as number) + sum / values));
}

function finish(means: Float64Array, squares: Float64Array, count: number): ChannelStatistics {
  const mean = means.map((total) => total / count);
  // Rounding can leave a constant channel with a variance just under 0.
  const variance = squares.map((total, k) => Math.max(0, total / count - (mean[k] as number) ** 2));
  return { mean, variance };
}
