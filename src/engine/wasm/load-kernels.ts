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
}

/** How the kernels can be built, the fastest first. */
const BUILDS = [
  async () => (await import('virtual:wasm-kernels/relaxed-simd')).default,
  async () => (await import('virtual:wasm-kernels/simd')).default,
];

/**
 * Starts the fastest build of the kernels that this browser takes, with a memory of its own.
 *
 * @returns null where there is no SIMD
 */
export async function loadKernels(): Promise<WasmKernels | null> {
  for (const loadBytes of BUILDS) {
    const bytes = await loadBytes();
    if (WebAssembly.validate(bytes)) return startKernels(bytes);
  }
  return null;
}

/** @param bytes a build that was found valid */
export async function startKernels(bytes: Uint8Array<ArrayBuffer>): Promise<WasmKernels> {
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports as unknown as WasmKernels;
}
