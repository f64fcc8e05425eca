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
 * @throws `isOutOfReach` tells of what
 */
export type StartKernels = () => WasmKernels;

/** How the kernels can be built, the fastest first. */
const BUILDS = [
  async () => (await import('virtual:wasm-kernels/relaxed-simd')).default,
  async () => (await import('virtual:wasm-kernels/simd')).default,
];

/**
 * Compiles the fastest build of the kernels that this browser takes.
 *
 * @returns null where there is no SIMD
 * @throws `isOutOfReach` tells of what, if a build that was found valid does not compile
 */
export async function loadKernels(): Promise<StartKernels | null> {
  for (const loadBytes of BUILDS) {
    const bytes = await loadBytes();
    if (WebAssembly.validate(bytes)) return compileKernels(bytes);
  }
  return null;
}

/**
 * Whether an error says that this device cannot run what is valid: memory is short, or code cannot be compiled. tfjs takes
 * over then.
 */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof RangeError || error instanceof WebAssembly.CompileError;
}

/**
 * @param bytes a build that was found valid
 * @throws `isOutOfReach` tells of what, if it does not compile all the same
 */
export async function compileKernels(bytes: Uint8Array<ArrayBuffer>): Promise<StartKernels> {
  const module = await WebAssembly.compile(bytes);
  return () => new WebAssembly.Instance(module).exports as unknown as WasmKernels;
}
