import { formatTable } from '../../node/format.ts';
import type { GpuReport } from './measure-gpu.ts';

/** A GPU's figures as Markdown; the shares of its limit come first, because they mean more on another one. */
export function describeGpu({ adapter, products, batches }: GpuReport): string {
  const limit = Math.max(...products.map(({ gflops }) => gflops));
  const table = formatTable(
    [
      ['network', 'faces at a time', 'of matrix products', 'faces/s', 'ms', 'GFLOP/s'],
      ...batches.map(({ network, faces, medianMs, gflops }) => [
        network,
        faces,
        `${((100 * gflops) / limit).toFixed(1)} %`,
        ((1000 * faces) / medianMs).toFixed(0),
        medianMs.toFixed(2),
        gflops.toFixed(0),
      ]),
    ],
    1,
  );
  const sizes = products.map(({ size, gflops }) => `${size}: ${gflops.toFixed(0)}`).join(', ');
  return `${table}\n\nMatrix products in Node on Dawn (${adapter}): ${limit.toFixed(0)} GFLOP/s (by size ${sizes}).`;
}
