import { drawUniform, type Random } from '../../src/core/random.ts';
import type { ShapedMap, SlidingWindow } from '../../src/lab/laboratory.ts';

/** A map of random size and numbers, and a window of random size, stride and padding; it may fit nowhere. */
export function drawSliding(random: Random): { map: ShapedMap; window: SlidingWindow } {
  const draw = (lowest: number, highest: number) => Math.floor(drawUniform(random, lowest, highest + 1));
  const fill = (count: number) => Float32Array.from({ length: count }, () => drawUniform(random, -2, 2));
  const shape = [draw(1, 9), draw(1, 9), draw(1, 3)] as const;
  const type = (['conv', 'max', 'average'] as const)[draw(0, 2)] as SlidingWindow['type'];
  const [height, width] = [draw(1, 6), draw(1, 6)];
  const filters = draw(1, 3);
  return {
    map: { shape, values: fill(shape[0] * shape[1] * shape[2]) },
    window: {
      ...{ type, height, width, strideDown: draw(1, 4), strideAcross: draw(1, 4) },
      padding: type === 'conv' ? draw(0, 3) : draw(0, Math.min(height, width, 4) - 1),
      ...(type === 'conv' && { kernels: fill(height * width * shape[2] * filters), biases: fill(filters) }),
    },
  };
}
