import type { NetworkKernels, OwnKernels, RejectedBackend } from '../../engine/link/protocol.ts';

/** What our kernels are called. */
const kernelWords: Readonly<Record<OwnKernels, string>> = {
  'mien-relaxed-simd': 'Mien’s own kernels, with relaxed SIMD',
  'mien-simd': 'Mien’s own kernels, with SIMD',
  'mien-wgsl': 'Mien’s own shaders',
};

/** Why TensorFlow.js computes in the place of our kernels. */
const whyTfjsWords: Readonly<Record<Extract<NetworkKernels, { name: 'tfjs' }>['reason'], string>> = {
  'none-here': 'Mien has no kernels of its own for that here',
  'unknown-layer': 'Mien’s own kernels do not know all layers of this network',
  'no-simd': 'this browser has no SIMD, which Mien’s own kernels need',
  'not-compiled': 'this browser does not compile Mien’s own kernels',
  'no-memory': 'there is not enough memory for Mien’s own kernels',
  miscomputed: 'Mien’s own kernels compute wrong numbers here',
};

/** Why a backend is not used. */
export function writeRejection({ reason, miscomputes }: RejectedBackend): string {
  return miscomputes ? `It computes wrong numbers: ${reason}` : reason;
}

/** Whose kernels run a network. */
export function writeKernels(kernels: NetworkKernels): string {
  if (kernels.name !== 'tfjs') return kernelWords[kernels.name];
  const { reason, detail } = kernels;
  return `TensorFlow.js, since ${whyTfjsWords[reason]}${detail === null ? '' : ` (${detail})`}`;
}
