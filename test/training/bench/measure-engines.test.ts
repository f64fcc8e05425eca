import { expect, it } from 'vitest';
import { measureEngines } from '../../../training/bench/measure-engines.ts';

it('measures matrix products, each engine and memory, as often as planned', { timeout: 120_000 }, async () => {
  const sentences: string[] = [];
  const plan = {
    workers: 1,
    batchSize: 2,
    steps: 4,
    memorySteps: 3,
    rounds: 2,
    gemmSizes: [8, 16],
    gemmDuration: 1,
  };
  const { gemm, steps, memory } = await measureEngines(plan, (sentence) => sentences.push(sentence));
  expect(gemm.map(({ size, gflops }) => [size, gflops.length])).toEqual([
    [8, 2],
    [16, 2],
  ]);
  expect(gemm.flatMap(({ gflops }) => gflops).every((rate) => rate > 0)).toBe(true);
  expect(steps.onnxruntime).toHaveLength(4);
  expect(steps.tfjsWasm).toHaveLength(2); // a tenth, but one a round
  expect(steps.fast).toHaveLength(4);
  expect(
    Object.values(steps)
      .flat()
      .every((time) => time > 0),
  ).toBe(true);
  expect(memory.map(({ step }) => step)).toEqual([3]);
  expect(memory[0]?.rss).toBeGreaterThan(1e6);
  expect(sentences.at(-1)).toBe('round 2 of 2');
});
