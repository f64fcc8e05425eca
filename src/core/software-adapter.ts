/** How graphics drivers call themselves that compute on the processor: slower than WebAssembly by orders of magnitude. */
export const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;
