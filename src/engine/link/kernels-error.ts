import { LARGEST_DEVIATION } from '../../core/measure-deviation.ts';
import type { KernelsErrorCode, NetworkKernels } from './protocol.ts';

/** Thrown where kernels cannot run on this device. Whatever else is thrown is a mistake of ours. */
export class KernelsError extends Error {
  readonly code: KernelsErrorCode;
  /** What the device said of it, or how far it is off; null where the code says all. */
  readonly detail: string | null;

  constructor(code: KernelsErrorCode, detail: string | null = null, options?: ErrorOptions) {
    super(detail ?? code, options);
    this.name = 'KernelsError';
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Does what asks a WebAssembly memory for room, and nothing else: other errors of range are mistakes of ours.
 *
 * @throws KernelsError 'no-memory'
 */
export function claimMemory<T>(claim: () => T): T {
  try {
    return claim();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KernelsError('no-memory', error.message, { cause: error });
  }
}

/**
 * Refuses what computes something else than it should.
 *
 * @param deviation see `measureDeviation`
 * @throws KernelsError 'miscomputed'
 */
export function requireRight(deviation: number): void {
  if (deviation <= LARGEST_DEVIATION) return;
  throw new KernelsError(
    'miscomputed',
    `off by ${deviation.toPrecision(2)} of the largest output, where ${LARGEST_DEVIATION} is allowed`,
  );
}

/** tfjs's, where there are none of ours. */
export const NONE_HERE: NetworkKernels = { name: 'tfjs', reason: 'none-here', detail: null };

/**
 * What runs a network in the place of kernels of ours.
 *
 * @param error what was thrown when they were asked for
 * @throws this error, if it is not about the device
 */
export function takeTfjs(error: unknown): NetworkKernels {
  if (!(error instanceof KernelsError)) throw error;
  return { name: 'tfjs', reason: error.code, detail: error.detail };
}
