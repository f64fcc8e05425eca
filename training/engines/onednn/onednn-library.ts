import koffi from 'koffi';
import { ExpectedError } from '../../../node/command/expected-error.ts';

/** Version 2 of oneDNN: its functions were declared anew in version 3. */
const LIBRARY = 'libdnnl.so.2';
/** What spreads oneDNN's loops over threads. */
const THREADS_LIBRARY = 'libgomp.so.1';

/** The C header's numbers (oneapi/dnnl/dnnl_types.h of version 2). */
export const DATA_TYPE = { bf16: 2, f32: 3 } as const;
export const FORMAT = { any: 1, a: 2, nc: 3, io: 22, nhwc: 20, hwio: 30, hwigo: 33 } as const;
export const PROPAGATION = { training: 64, inference: 96, backward: 128 } as const;
export const ALGORITHM = {
  convolutionDirect: 1,
  maxPooling: 511,
  averagePooling: 767,
  binaryAdd: 131056,
  binaryMul: 131057,
  relu: { forward: 31, backward: 256 },
  tanh: { forward: 47, backward: 257 },
  sigmoid: { forward: 175, backward: 260 },
} as const;
export const NORMALISATION = { useGlobalStatistics: 1, useScaleShift: 2, fuseRelu: 4 } as const;
export const ARGUMENT = {
  source: 1,
  secondSource: 2,
  destination: 17,
  weights: 33,
  bias: 41,
  mean: 49,
  variance: 50,
  workspace: 64,
  sourceGradient: 129,
  destinationGradient: 145,
  weightsGradient: 161,
  biasGradient: 169,
} as const;
export const QUERY = {
  weights: 131,
  weightsGradient: 132,
  workspace: 135,
} as const;

const CPU = 1;
const IN_ORDER = 1;
/** Of `dnnl_cpu_isa_t`: the processor multiplies numbers of 16 bits (bfloat16) faster than those of 32. */
const BFLOAT16_INSTRUCTIONS = 0x80;
/** Bytes of a descriptor of an operation, no less than the largest's (`dnnl_convolution_desc_t`). */
const OPERATION_BYTES = 8192;
/** Bytes of `dnnl_memory_desc_t`. */
const MEMORY_DESCRIPTOR_BYTES = 696;
const MAX_DIMENSIONS = 12;
const LET_LIBRARY_ALLOCATE = 0xffff_ffff_ffff_ffffn;

/** A pointer of the library's, or values that it reads or writes. */
export type Pointer = bigint | Uint8Array | BigInt64Array | BigUint64Array | Float32Array | null;

/** What a call of the library takes. */
type Argument = Pointer | number;

/** oneDNN in this thread, on one core. */
export interface OnednnLibrary {
  /** Whether this processor has instructions for bfloat16. */
  readonly hasBfloat16: boolean;
  readonly engine: bigint;
  readonly stream: bigint;
  /**
   * Calls `dnnl_<name>`.
   *
   * @throws Error if the library reports a failure
   */
  call(name: FunctionName, ...values: Argument[]): void;
  /** The same, of a function whose first parameter takes what it creates. */
  create(name: FunctionName, ...values: Argument[]): bigint;
  /** Describes a tensor: its shape as the library orders it (n, c, h, w or [groups,] o, i, h, w), and how it lies. */
  describe(shape: readonly number[], type: number, format: number): Uint8Array;
  /** Fills in the descriptor of an operation by `dnnl_<name>`, whose first parameter it is. */
  describeOperation(name: FunctionName, ...values: Argument[]): Uint8Array;
  /** The descriptor of one of a primitive's tensors, as the library chose it; it lives as long as the primitive's. */
  queryDescriptor(primitiveDescriptor: bigint, query: number): bigint;
  countBytes(descriptor: Pointer): number;
  isSame(one: Pointer, other: Pointer): boolean;
  /** Memory of the library's own, aligned as it likes. */
  allocate(descriptor: Pointer): bigint;
  /** Address of a memory object's first value. */
  locateMemory(memory: bigint): bigint;
  /** Address of an array's first value; the array must be kept for as long as the address is used. */
  locate(values: Float32Array): bigint;
  dispose(): void;
}

const SIGNATURES = {
  engine_create: ['void*', 'int', 'size_t'],
  stream_create: ['void*', 'void*', 'uint'],
  stream_destroy: ['void*'],
  engine_destroy: ['void*'],
  memory_desc_init_by_tag: ['void*', 'int', 'void*', 'int', 'int'],
  memory_create: ['void*', 'void*', 'void*', 'void*'],
  memory_get_data_handle: ['void*', 'void*'],
  memory_destroy: ['void*'],
  convolution_forward_desc_init: ['void*', 'int', 'int', ...pointers(7)],
  convolution_backward_data_desc_init: ['void*', 'int', ...pointers(6)],
  convolution_backward_weights_desc_init: ['void*', 'int', ...pointers(7)],
  batch_normalization_forward_desc_init: ['void*', 'int', 'void*', 'float', 'uint'],
  batch_normalization_backward_desc_init: ['void*', 'int', 'void*', 'void*', 'float', 'uint'],
  pooling_forward_desc_init: ['void*', 'int', 'int', ...pointers(6)],
  pooling_backward_desc_init: ['void*', 'int', ...pointers(6)],
  eltwise_forward_desc_init: ['void*', 'int', 'int', 'void*', 'float', 'float'],
  eltwise_backward_desc_init: ['void*', 'int', 'void*', 'void*', 'float', 'float'],
  binary_desc_init: ['void*', 'int', ...pointers(3)],
  inner_product_forward_desc_init: ['void*', 'int', ...pointers(4)],
  inner_product_backward_data_desc_init: pointers(4),
  inner_product_backward_weights_desc_init: pointers(5),
  reorder_primitive_desc_create: pointers(6),
  primitive_desc_create: pointers(5),
  primitive_desc_destroy: ['void*'],
  primitive_create: pointers(2),
  primitive_execute: ['void*', 'void*', 'int', 'void*'],
  primitive_destroy: ['void*'],
} as const satisfies Record<string, readonly string[]>;
export type FunctionName = keyof typeof SIGNATURES;

function pointers(count: number): readonly string[] {
  return new Array<string>(count).fill('void*');
}

/**
 * Loads oneDNN, which the system has or has not: on Debian and Ubuntu it is the package libdnnl2.
 *
 * @throws ExpectedError if it is not there
 */
export function loadOnednn(): OnednnLibrary {
  const library = openLibrary();
  const declare = (name: string, result: string, parameters: readonly string[]) =>
    library.func(`dnnl_${name}`, result, [...parameters]) as (...values: Argument[]) => number | bigint;
  const functions = new Map(
    Object.entries(SIGNATURES).map(([name, parameters]) => [name, declare(name, 'int', parameters)]),
  );
  const countBytes = declare('memory_desc_get_size', 'size_t', pointers(1));
  const compare = declare('memory_desc_equal', 'int', pointers(2));
  const query = declare('primitive_desc_query_md', 'void*', ['void*', 'int', 'int']);
  const instructions = declare('get_effective_cpu_isa', 'int', [])() as number;
  useOneThread();

  const call = (name: FunctionName, ...values: Argument[]) => {
    const status = functions.get(name)?.(...values);
    if (status !== 0) throw new Error(`oneDNN's ${name} failed with status ${status}`);
  };
  const create = (name: FunctionName, ...values: Argument[]) => {
    const created = new BigUint64Array(1);
    call(name, created, ...values);
    return created[0] as bigint;
  };
  const engine = create('engine_create', CPU, 0);
  const stream = create('stream_create', engine, IN_ORDER);
  return {
    hasBfloat16: (instructions & BFLOAT16_INSTRUCTIONS) !== 0,
    engine,
    stream,
    call,
    create,
    describe(shape, type, format) {
      const descriptor = new Uint8Array(MEMORY_DESCRIPTOR_BYTES);
      call('memory_desc_init_by_tag', descriptor, shape.length, toDimensions(shape), type, format);
      return descriptor;
    },
    describeOperation(name, ...values) {
      const descriptor = new Uint8Array(OPERATION_BYTES);
      call(name, descriptor, ...values);
      return descriptor;
    },
    queryDescriptor: (primitiveDescriptor, what) => query(primitiveDescriptor, what, 0) as bigint,
    countBytes: (descriptor) => Number(countBytes(descriptor)),
    isSame: (one, other) => compare(one, other) !== 0,
    allocate: (descriptor) => create('memory_create', descriptor, engine, LET_LIBRARY_ALLOCATE),
    locateMemory(memory) {
      const address = new BigUint64Array(1);
      call('memory_get_data_handle', memory, address);
      return address[0] as bigint;
    },
    locate: (values) => koffi.address(values),
    dispose() {
      call('stream_destroy', stream);
      call('engine_destroy', engine);
    },
  };
}

/** Numbers as the library takes a shape, strides or padding. */
export function toDimensions(numbers: readonly number[]): BigInt64Array {
  const dimensions = new BigInt64Array(MAX_DIMENSIONS);
  dimensions.set(numbers.map(BigInt));
  return dimensions;
}

/** Whether oneDNN is on this system. */
export function hasOnednn(): boolean {
  try {
    openLibrary();
    return true;
  } catch {
    return false;
  }
}

function openLibrary() {
  try {
    return koffi.load(LIBRARY);
  } catch (cause) {
    throw new ExpectedError(
      `oneDNN (${LIBRARY}) is not on this system; install it (Debian: apt-get install libdnnl2), or choose another engine with --engine`,
      { cause },
    );
  }
}

/** Each of the training's threads computes on its own core: the library starts none of its own in this one. */
function useOneThread(): void {
  koffi.load(THREADS_LIBRARY).func('omp_set_num_threads', 'void', ['int'])(1);
}
