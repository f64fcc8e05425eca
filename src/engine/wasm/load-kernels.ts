import { claimMemory, KernelsError } from '../link/kernels-error.ts';

/** What the module of `assembly/kernels.ts` exports. */
export interface WasmKernels {
  /** Nothing lies in it at first; all that the kernels read and write is placed by whoever calls them. */
  readonly memory: WebAssembly.Memory;
  /** Tiles in a block of a product's first factor. */
  readonly ROWS: WebAssembly.Global<'i32'>;
  /** @param step address of the numbers of `assembly/step-fields.ts` */
  convolve(step: number, faces: number): void;
  /** @param step as above */
  multiplyMean(step: number, faces: number): void;
  /** @param step as above */
  slideMaxima(step: number, pictures: number): void;
  /** @param plane address of the numbers of `assembly/sample-fields.ts` */
  sampleRows(plane: number, copied: number, begin: number, end: number): void;
  /** @param mix as above */
  mixRows(mix: number, begin: number, end: number): void;
}

/**
 * Starts the kernels with a memory of their own.
 *
 * @throws KernelsError 'no-memory'
 */
export type StartKernels = () => WasmKernels;

/** A build of the kernels that this browser takes. */
export interface LoadedKernels {
  readonly name: 'mien-relaxed-simd' | 'mien-simd';
  readonly start: StartKernels;
}

/** How the kernels can be built, the fastest first. */
const BUILDS = [
  { name: 'mien-relaxed-simd', load: () => import('virtual:wasm-kernels/relaxed-simd') },
  { name: 'mien-simd', load: () => import('virtual:wasm-kernels/simd') },
] as const;

/**
 * Compiles the fastest build of the kernels that this browser takes.
 *
 * @throws KernelsError 'no-simd', or 'not-compiled' for a build that was found valid
 */
export async function loadKernels(): Promise<LoadedKernels> {
  for (const { name, load } of BUILDS) {
    const { default: bytes } = await load();
    if (WebAssembly.validate(bytes)) return { name, start: await compileKernels(bytes) };
  }
  throw new KernelsError('no-simd');
}

/**
 * @param bytes a build that was found valid
 * @throws KernelsError 'not-compiled': some devices have no room for code
 */
export async function compileKernels(bytes: Uint8Array<ArrayBuffer>): Promise<StartKernels> {
  const module = await WebAssembly.compile(bytes).catch((error: unknown) => {
    if (!(error instanceof WebAssembly.CompileError || error instanceof RangeError)) throw error;
    throw new KernelsError('not-compiled', error.message, { cause: error });
  });
  return () => claimMemory(() => new WebAssembly.Instance(module)).exports as unknown as WasmKernels;
}
