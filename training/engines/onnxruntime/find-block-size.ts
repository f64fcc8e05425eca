import { InferenceSession, Tensor } from 'onnxruntime-node';
import { NCHWC, OnnxGraph } from './onnx-graph.ts';

const CHANNELS = 64;

/**
 * How many channels onnxruntime puts side by side in its NCHWc order here: 16 where there is AVX-512, 8 with AVX, 1 where
 * it has no such order. It is asked by reordering two pixels: the second follows after the first one's block.
 */
export async function findBlockSize(): Promise<number> {
  const graph = new OnnxGraph();
  const shape = [1, CHANNELS, 1, 2];
  const map = graph.addInput('map', shape);
  graph.addOutput('blocked', graph.apply('ReorderInput', [map], {}, NCHWC), shape);
  const pixels = Float32Array.from({ length: 2 * CHANNELS }, (_, index) => index % 2);
  try {
    const session = await InferenceSession.create(graph.build(), { logSeverityLevel: 4 });
    const { blocked } = await session.run({ map: new Tensor('float32', pixels, shape) });
    await session.release();
    const block = (blocked?.data as Float32Array).indexOf(1);
    return CHANNELS % block === 0 ? block : 1;
  } catch {
    return 1;
  }
}
