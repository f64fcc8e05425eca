import { countElements } from '../../../src/core/network-description.ts';
import { ARGUMENT, DATA_TYPE, FORMAT, type OnednnLibrary, type Pointer } from './onednn-library.ts';

/** Values in memory, as oneDNN sees them. */
export interface Tensor {
  readonly memory: bigint;
  readonly descriptor: Pointer;
}

/** An operation that the library has chosen an implementation for. */
export interface Primitive {
  readonly handle: bigint;
  /** What the backward pass of the same operation is described with. */
  readonly descriptor: bigint;
}

/** The tensors of one execution, by `ARGUMENT`. */
export type TensorArguments = Readonly<Partial<Record<keyof typeof ARGUMENT, Tensor>>>;

/** Operations in their order, built once and run for each batch; tensors keep their place in memory. */
export interface PrimitiveList {
  readonly library: OnednnLibrary;
  /** Of feature maps. */
  readonly mapType: number;
  /** Room for a tensor whose values lie as the descriptor says. */
  allocate(descriptor: Pointer): Tensor;
  /** Room for feature maps of a shape [height, width, channels], or for vectors of [features]. */
  allocateRows(shape: readonly number[]): Tensor;
  /** Values of a kept array as a tensor; nothing is copied. */
  wrap(values: Float32Array, shape: readonly number[], format: number): Tensor;
  /** The values of another tensor, seen as the descriptor says. */
  alias(tensor: Tensor, descriptor: Pointer): Tensor;
  /** Describes maps [height, width, channels] or vectors [features] of all rows. */
  describeRows(shape: readonly number[], type?: number): Uint8Array;
  /**
   * Makes an operation ready.
   *
   * @param hint the forward pass of the same operation
   */
  prepare(operation: Uint8Array, hint?: Primitive): Primitive;
  /** Adds an execution. */
  run(primitive: Primitive, tensors: TensorArguments): void;
  /** Adds a copy that changes how values lie in memory, or their type. */
  copy(from: Tensor, to: Tensor): void;
  /** The same values as the descriptor wants them: copied in each execution, if they are not so already. */
  convert(from: Tensor, descriptor: Pointer): Tensor;
  /** Adds what happens between two executions. */
  then(task: () => void): void;
  /** Runs everything. */
  execute(): void;
  dispose(): void;
}

/** @param rows images of a batch */
export function createPrimitiveList(library: OnednnLibrary, rows: number, mapType: number): PrimitiveList {
  const tasks: (() => void)[] = [];
  const memories: bigint[] = [];
  const primitives: Primitive[] = [];
  const kept: Float32Array[] = [];

  const addMemory = (memory: bigint, descriptor: Pointer): Tensor => {
    memories.push(memory);
    return { memory, descriptor };
  };
  const addPrimitive = (descriptor: bigint): Primitive => {
    const primitive = { handle: library.create('primitive_create', descriptor), descriptor };
    primitives.push(primitive);
    return primitive;
  };
  const list: PrimitiveList = {
    library,
    mapType,
    allocate: (descriptor) => addMemory(library.allocate(descriptor), descriptor),
    allocateRows: (shape) => list.allocate(list.describeRows(shape)),
    wrap(values, shape, format) {
      if (values.length !== countElements(shape))
        throw new RangeError(`${values.length} values are no ${shape.join('x')}`);
      kept.push(values);
      const descriptor = library.describe(shape, DATA_TYPE.f32, format);
      return addMemory(library.create('memory_create', descriptor, library.engine, library.locate(values)), descriptor);
    },
    alias: ({ memory }, descriptor) =>
      addMemory(library.create('memory_create', descriptor, library.engine, library.locateMemory(memory)), descriptor),
    describeRows(shape, type) {
      const [height, width, channels] = shape as [number, number, number];
      return shape.length === 3
        ? library.describe([rows, channels, height, width], type ?? mapType, FORMAT.nhwc)
        : library.describe([rows, ...shape], type ?? DATA_TYPE.f32, FORMAT.nc);
    },
    prepare: (operation, hint) =>
      addPrimitive(library.create('primitive_desc_create', operation, null, library.engine, hint?.descriptor ?? null)),
    run({ handle }, tensors) {
      const entries = Object.entries(tensors) as [keyof typeof ARGUMENT, Tensor][];
      const values = new BigUint64Array(entries.flatMap(([name, { memory }]) => [BigInt(ARGUMENT[name]), memory]));
      tasks.push(() => library.call('primitive_execute', handle, library.stream, entries.length, values));
    },
    copy(from, to) {
      const { engine } = library;
      const reorder = library.create(
        'reorder_primitive_desc_create',
        from.descriptor,
        engine,
        to.descriptor,
        engine,
        null,
      );
      list.run(addPrimitive(reorder), { source: from, destination: to });
    },
    convert(from, descriptor) {
      if (library.isSame(from.descriptor, descriptor)) return from;
      const to = list.allocate(descriptor);
      list.copy(from, to);
      return to;
    },
    then: (task) => tasks.push(task),
    execute() {
      for (const task of tasks) task();
    },
    dispose() {
      for (const { handle, descriptor } of primitives) {
        library.call('primitive_destroy', handle);
        library.call('primitive_desc_destroy', descriptor);
      }
      for (const memory of memories) library.call('memory_destroy', memory);
      kept.length = 0;
    },
  };
  return list;
}

/** An array of rows x a layer's values as a tensor. */
export function wrapRows(list: PrimitiveList, values: Float32Array, shape: readonly number[]): Tensor {
  const rows = values.length / countElements(shape);
  const [height, width, channels] = shape as [number, number, number];
  return shape.length === 3
    ? list.wrap(values, [rows, channels, height, width], FORMAT.nhwc)
    : list.wrap(values, [rows, ...shape], FORMAT.nc);
}
