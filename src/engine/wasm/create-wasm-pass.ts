import type { MeanDense } from '../kernels/operations.ts';
import type { PlannedKernel } from '../kernels/plan-kernels.ts';
import type { WasmKernels } from './load-kernels.ts';
import { MemoryPlan } from './memory-plan.ts';
import { roundToPanels } from './pack-filters.ts';
import { placeMaps, type PlacedMap } from './place-maps.ts';
import { placeSteps, planStep } from './place-steps.ts';

/** From [n, height, width, channels] to [n, units]. */
export type WasmPass = (values: Float32Array, batchSize: number) => Float32Array<ArrayBuffer>;

/**
 * Faces that go through a kernel together, so that weights are read for all of them: more gain nothing and take memory.
 * No more than a block of a product has rows, see `multiplyMean`.
 */
const FACES_AT_ONCE = 4;

const { BYTES_PER_ELEMENT } = Float32Array;

/**
 * Places a network in the memory of the kernels, which are its own from then on.
 *
 * @param planned whose weights are copied
 * @throws KernelsError 'no-memory'
 */
export function createWasmPass(planned: readonly PlannedKernel[], kernels: WasmKernels): WasmPass {
  const memory = new MemoryPlan();
  const maps = placeMaps(planned, FACES_AT_ONCE, memory);
  const { units } = planned.at(-1)?.operation as MeanDense;
  const outputFace = roundToPanels(units) * BYTES_PER_ELEMENT;
  const output = memory.reserve(FACES_AT_ONCE * outputFace);
  const context = { maps, output, outputFace, rows: kernels.ROWS.value, memory };
  const steps = placeSteps(
    planned.map((kernel, index) => planStep(kernel, index, context)),
    memory,
  );
  memory.writeTo(kernels.memory);

  const floats = new Float32Array(kernels.memory.buffer);
  const input = maps[0] as PlacedMap;
  const valuesEach = input.height * input.width * input.channels;
  return (values, batchSize) => {
    const outputs = new Float32Array(batchSize * units);
    for (let first = 0; first < batchSize; first += FACES_AT_ONCE) {
      const faces = Math.min(FACES_AT_ONCE, batchSize - first);
      writeInput(floats, input, values.subarray(first * valuesEach, (first + faces) * valuesEach));
      for (const { run, address } of steps) kernels[run](address, faces);
      for (let face = 0; face < faces; face++) {
        const begin = (output + face * outputFace) / BYTES_PER_ELEMENT;
        outputs.set(floats.subarray(begin, begin + units), (first + face) * units);
      }
    }
    return outputs;
  };
}

/** Writes faces row by row, since there are zeros between them. */
function writeInput(floats: Float32Array, input: PlacedMap, values: Float32Array): void {
  const { height, width, channels, origin, faceBytes, rowBytes } = input;
  const length = width * channels;
  for (let row = 0; row * length < values.length; row++) {
    const address = origin + Math.floor(row / height) * faceBytes + (row % height) * rowBytes;
    floats.set(values.subarray(row * length, (row + 1) * length), address / BYTES_PER_ELEMENT);
  }
}
