import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { OnnxGraph } from '../../../../training/engines/onnxruntime/onnx-graph.ts';

/** What onnxruntime makes of a graph with one input `x` and one output `y`. */
async function run(graph: OnnxGraph, values: number[], shape: number[]): Promise<{ data: number[]; shape: number[] }> {
  const session = await InferenceSession.create(graph.build());
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.from(values), shape) });
  return { data: [...(y?.data as Float32Array)], shape: [...(y?.dims ?? [])] };
}

describe('a graph', () => {
  it('computes with numbers, vectors and attributes', async () => {
    const graph = new OnnxGraph();
    const x = graph.addInput('x', [2, 2]);
    const scaled = graph.apply('Mul', [x, graph.scalar(0.5)]);
    const moved = graph.apply('Add', [scaled, graph.vector(2, -3)]);
    graph.addOutput('y', graph.apply('ReduceMean', [moved], { axes: [0], keepdims: 0 }), [2]);
    expect(await run(graph, [2, 4, 6, 8], [2, 2])).toEqual({ data: [-1, 0], shape: [2] });
  });

  it('hands on negative and large whole numbers', async () => {
    const graph = new OnnxGraph();
    const x = graph.addInput('x', [4]);
    const from = graph.integers([-1]);
    const to = graph.integers([-2_000_000_000]);
    graph.addOutput('y', graph.apply('Slice', [x, from, to, graph.integers([0]), graph.integers([-1])]), [4]);
    expect((await run(graph, [1, 2, 3, 4], [4])).data).toEqual([4, 3, 2, 1]);
  });

  it('has floats as attributes and several outputs', async () => {
    const graph = new OnnxGraph();
    const x = graph.addInput('x', [4]);
    const parts = graph.applyMany('Split', [x, graph.integers([1, 3])], 2, { axis: 0 }) as [string, string];
    graph.addOutput('y', graph.apply('LeakyRelu', [parts[1]], { alpha: { float: 0.25 } }), [3]);
    expect((await run(graph, [9, -4, 0, 4], [4])).data).toEqual([-1, 0, 4]);
  });
});
