import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { Convolution } from '../kernels/operations.ts';

/** Invocations that run together. Any adapter has room for them. */
const WORKGROUP_SIZE = 64;

/** Side of the square of pixels that an invocation computes: one that is pooled, or four that share what they read. */
const TILE = 2;

/**
 * The convolution as a program of tfjs's WebGPU backend. It reads the map [n, height, width, channels], the weights
 * [size, size, channels, filters], the bias [filters] and the map that is added, each as one flat tensor, in this order.
 *
 * An invocation computes four filters of 2x2 pixels. Neighbours have the next filters of the same pixels: they read
 * weights that lie side by side, and the same pixels.
 *
 * @param batchSize n; programs that differ in nothing else share their shader
 */
export function createConvolutionProgram(convolution: Convolution, batchSize: number): WebGPUProgram {
  const { height, width, channels, filters, size, addsMap, relu, pools } = convolution;
  const across = pools ? [height >> 1, width >> 1] : [height, width];
  const outputShape = [batchSize, ...across, filters];
  const { rows, columns } = countTiles(convolution);
  const invocations = batchSize * rows * columns * (filters / 4);
  return {
    outputShape,
    outputComponent: 4,
    variableNames: ['x', 'weights', 'bias', ...(addsMap ? ['other'] : [])],
    variableComponents: [componentsOf(convolution), 4, 4, ...(addsMap ? [4] : [])],
    workgroupSize: [WORKGROUP_SIZE, 1, 1],
    // In one dimension, since tfjs compiles another shader where there are more.
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(invocations / WORKGROUP_SIZE), 1, 1],
    shaderKey: ['mien-convolution', height, width, channels, filters, size, addsMap, relu, pools].join('_'),
    getUserCode: () => writeShader(convolution),
  };
}

/** Four channels are read at once where they come in fours; the gray input has one. */
function componentsOf({ channels }: Convolution): 1 | 4 {
  return channels % 4 === 0 ? 4 : 1;
}

function countTiles({ height, width, pools }: Convolution): { rows: number; columns: number } {
  const count = (length: number) => (pools ? Math.floor(length / TILE) : Math.ceil(length / TILE));
  return { rows: count(height), columns: count(width) };
}

const TILE_PIXELS = Array.from({ length: TILE * TILE }, (_, i) => ({ row: Math.floor(i / TILE), column: i % TILE }));

/** All that is known of the shape is a constant, so that the compiler can unroll and needs no divisions. */
function writeShader(convolution: Convolution): string {
  const { height, width, channels, filters, size } = convolution;
  const { rows, columns } = countTiles(convolution);
  const components = componentsOf(convolution);
  const type = components === 4 ? 'vec4f' : 'f32';
  const groups = channels / components;
  const quads = filters / 4;
  const reach = (size - 1) / 2;
  const readColumns = Array.from({ length: TILE + size - 1 }, (_, i) => i);
  const readRows = Array.from({ length: TILE }, (_, i) => i);

  const lines = (items: readonly string[]) => items.join('\n');
  const tap = (column: number) => [
    ...Array.from(
      { length: components },
      (_, k) => `let w${column}${k} = weights[weight + ${(column * channels + k) * quads}];`,
    ),
    ...TILE_PIXELS.map((pixel) => {
      const value = `x${pixel.row}${pixel.column + column}`;
      const products = Array.from(
        { length: components },
        (_, k) => `w${column}${k} * ${components === 4 ? `${value}[${k}]` : value}`,
      );
      return `sum${pixel.row}${pixel.column} += ${products.join(' + ')};`;
    }),
  ];

  return `
fn main(index: i32) {
  let quad = index % ${quads};
  let tile = index / ${quads};
  let face = tile / ${rows * columns};
  if (face >= uniforms.outShape.x) { return; }
  let top = tile % ${rows * columns} / ${columns} * ${TILE};
  let left = tile % ${columns} * ${TILE};
  ${lines(TILE_PIXELS.map(({ row, column }) => `var sum${row}${column} = bias[quad];`))}
  ${lines(
    readColumns.map(
      (column) => `
  let column${column} = clamp(left + ${column - reach}, 0, ${width - 1});
  let hasColumn${column} = left + ${column - reach} == column${column};`,
    ),
  )}
  for (var tapRow = 0; tapRow < ${size}; tapRow++) {
    ${lines(
      readRows.map(
        (row) => `
    let row${row} = clamp(top + ${row - reach} + tapRow, 0, ${height - 1});
    let hasRow${row} = top + ${row - reach} + tapRow == row${row};
    let start${row} = (face * ${height} + row${row}) * ${width};`,
      ),
    )}
    for (var group = 0; group < ${groups}; group++) {
      ${lines(
        readRows.flatMap((row) =>
          readColumns.map(
            (column) =>
              `let x${row}${column} = select(${type}(), x[(start${row} + column${column}) * ${groups} + group], hasRow${row} && hasColumn${column});`,
          ),
        ),
      )}
      let weight = (tapRow * ${size * channels} + group * ${components}) * ${quads} + quad;
      ${lines(Array.from({ length: size }, (_, column) => tap(column)).flat())}
    }
  }
  ${writeOutput(convolution)}
}`;
}

function writeOutput({ height, width, filters, addsMap, relu, pools }: Convolution): string {
  const quads = filters / 4;
  const place = (row: string, column: string, ofWidth: number, ofHeight: number) =>
    `((face * ${ofHeight} + ${row}) * ${ofWidth} + ${column}) * ${quads} + quad`;
  const sums = TILE_PIXELS.map(({ row, column }) => {
    const at = place(`top + ${row}`, `left + ${column}`, width, height);
    return { row, column, at, sum: `sum${row}${column}${addsMap ? ` + other[${at}]` : ''}` };
  });
  const rectify = (value: string) => (relu ? `max(vec4f(), ${value})` : value);
  if (pools) {
    const largest = sums.map(({ sum }) => sum).reduce((a, b) => `max(${a}, ${b})`);
    return `result[${place(`top / ${TILE}`, `left / ${TILE}`, width >> 1, height >> 1)}] = ${rectify(largest)};`;
  }
  return sums
    .map(
      ({ row, column, at, sum }) =>
        `if (top + ${row} < ${height} && left + ${column} < ${width}) { result[${at}] = ${rectify(sum)}; }`,
    )
    .join('\n');
}
