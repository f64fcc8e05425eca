import { concat1d, reshape, tidy, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';

/** What the device computes, and has not been read yet. */
export interface PendingResult<T> {
  /** Not to be disposed by the receiver; null where there is nothing to wait for. */
  readonly output: Tensor | null;
  /** Makes the result of the output's values; of none where there is no output. */
  decode(values: Float32Array): T;
  /** Frees the output and what it was computed from; call it once, after the values were read or are not wanted. */
  release(): void;
}

/** Waits for a result, and frees what it needed. */
export async function readResult<T>(pending: PendingResult<T>): Promise<T> {
  try {
    return pending.decode((await pending.output?.data<'float32'>()) ?? new Float32Array());
  } finally {
    pending.release();
  }
}

/**
 * Begins something beside what is pending, which is released if that throws: nobody would read it any more.
 *
 * @throws what `begin` throws
 */
export function releaseOnThrow<T>(pending: Pick<PendingResult<unknown>, 'release'>, begin: () => T): T {
  try {
    return begin();
  } catch (error) {
    pending.release();
    throw error;
  }
}

/**
 * Two results as one, to be read at once: each read is a wait of its own for the device. The two are released with it.
 *
 * @throws what the device says if it cannot join them; they are released then
 */
export function joinResults<A, B>(first: PendingResult<A>, second: PendingResult<B>): PendingResult<[A, B]> {
  const both = {
    release() {
      first.release();
      second.release();
    },
  };
  const { output: a } = first;
  const { output: b } = second;
  const joined = a && b ? releaseOnThrow(both, () => concatenate(a, b)) : null;
  const border = a?.size ?? 0;
  return {
    output: joined ?? a ?? b,
    decode: (values) => [first.decode(values.subarray(0, border)), second.decode(values.subarray(border))],
    release() {
      joined?.dispose();
      both.release();
    },
  };
}

function concatenate(first: Tensor, second: Tensor): Tensor1D {
  return tidy(() => concat1d([flatten(first), flatten(second)]));
}

function flatten(tensor: Tensor): Tensor1D {
  return reshape(tensor, [tensor.size]);
}
