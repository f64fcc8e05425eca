import { concat1d, reshape, tidy, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';

/** What the device computes, and has not been read yet. */
export interface PendingResult<T> {
  /** Not to be disposed by the receiver. */
  readonly output: Tensor;
  /** Makes the result of the output's values. */
  decode(values: Float32Array): T;
  /** Frees the output and what it was computed from; call it once, after the values were read or are not wanted. */
  release(): void;
}

/** Waits for a result, and frees what it needed. */
export async function readResult<T>(pending: PendingResult<T>): Promise<T> {
  try {
    return pending.decode(await pending.output.data<'float32'>());
  } finally {
    pending.release();
  }
}

/** Two results as one, to be read at once: each read is a wait of its own for the device. The two are released with it. */
export function joinResults<A, B>(first: PendingResult<A>, second: PendingResult<B>): PendingResult<[A, B]> {
  const output = tidy(() => concat1d([flatten(first.output), flatten(second.output)]));
  const border = first.output.size;
  return {
    output,
    decode: (values) => [first.decode(values.subarray(0, border)), second.decode(values.subarray(border))],
    release() {
      output.dispose();
      first.release();
      second.release();
    },
  };
}

function flatten(tensor: Tensor): Tensor1D {
  return reshape(tensor, [tensor.size]);
}
