/** The kernels of `assembly/`, compiled by `tools/compile-kernels.ts`. */
declare module 'virtual:wasm-kernels/simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The same with fused multiply-adds. */
declare module 'virtual:wasm-kernels/relaxed-simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
