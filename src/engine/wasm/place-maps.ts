import type { Convolution } from '../kernels/operations.ts';
import type { PlannedKernel } from '../kernels/plan-kernels.ts';
import { chooseTiles } from './plan-products.ts';
import type { MemoryPlan } from './memory-plan.ts';
import { roundToPanels } from './pack-filters.ts';

/** Where a map lies in memory, [faces, rows, columns, channels], with zeros around the pixels of each face. */
export interface PlacedMap {
  readonly height: number;
  readonly width: number;
  /** With those, of zeros, that fill the last panel up. */
  readonly channels: number;
  /** Address of the first face's first pixel, and from there to the next face, row and pixel, in bytes. */
  readonly origin: number;
  readonly faceBytes: number;
  readonly rowBytes: number;
  readonly pixelBytes: number;
}

/**
 * Places the network's input, and then the map that each convolution gives.
 *
 * @param faces for which there is to be room
 */
export function placeMaps(kernels: readonly PlannedKernel[], faces: number, memory: MemoryPlan): PlacedMap[] {
  const convolutions = kernels.flatMap(({ operation }) => (operation.type === 'convolution' ? operation : []));
  return [...convolutions.slice(0, 1), ...convolutions.map(describeOutput)].map((shape, index) => {
    const readers = kernels.flatMap(({ reads, operation }) =>
      reads === index && operation.type === 'convolution'
        ? { margin: (operation.size - 1) / 2, side: chooseTiles(operation).side }
        : [],
    );
    return placeMap(shape, readers, faces, memory);
  });
}

type Shape = Pick<PlacedMap, 'height' | 'width' | 'channels'>;

/** What a convolution reads of a map: in tiles of what side, and how far past the map's edges. In pixels. */
export interface MapReader {
  readonly margin: number;
  readonly side: number;
}

function describeOutput({ height, width, filters, pools }: Convolution): Shape {
  const channels = roundToPanels(filters);
  return pools ? { height: height >> 1, width: width >> 1, channels } : { height, width, channels };
}

/**
 * Places one map.
 *
 * @param channels with those that fill the last panel up
 * @param faces for which there is to be room
 */
export function placeMap(
  { height, width, channels }: Shape,
  readers: readonly MapReader[],
  faces: number,
  memory: MemoryPlan,
): PlacedMap {
  const margin = Math.max(0, ...readers.map((reader) => reader.margin));
  // The last tiles may reach past a map's end.
  const sides = [1, ...readers.map(({ side }) => side)];
  const extend = (length: number) => Math.max(...sides.map((side) => Math.ceil(length / side) * side)) + 2 * margin;
  const pixelBytes = channels * Float32Array.BYTES_PER_ELEMENT;
  const rowBytes = extend(width) * pixelBytes;
  const faceBytes = extend(height) * rowBytes;
  const origin = memory.reserve(faces * faceBytes) + margin * (rowBytes + pixelBytes);
  return { height, width, channels, origin, faceBytes, rowBytes, pixelBytes };
}
