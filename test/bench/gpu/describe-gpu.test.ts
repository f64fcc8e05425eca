import { expect, it } from 'vitest';
import { describeGpu } from '../../../bench/gpu/describe-gpu.ts';

it('describeGpu sets each network against the best matrix product', () => {
  const text = describeGpu({
    adapter: 'a GPU',
    products: [
      { size: 512, gflops: 500 },
      { size: 1024, gflops: 2000 },
    ],
    batches: [{ network: 'fast', faces: 16, medianMs: 2, gflops: 557.4 }],
  });
  const row = text
    .split('\n')[2]
    ?.split('|')
    .map((cell) => cell.trim());
  expect(row?.slice(1, -1)).toEqual(['fast', '16', '27.9 %', '8000', '2.00', '557']);
  expect(text).toContain('(a GPU): 2000 GFLOP/s (by size 512: 500, 1024: 2000)');
});
