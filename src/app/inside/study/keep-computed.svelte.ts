import { untrack } from 'svelte';

/** What was computed last, and why the newest could not be. */
export interface Computed<Result> {
  /** Of the newest input that is done; null before the first. */
  readonly value: Result | null;
  /** Null while all is well. */
  readonly failure: unknown;
  /** Computes from the newest input once more. */
  retry(): void;
}

/**
 * Keeps a result up to date with what it is computed from, one computation at a time: where inputs come faster than answers
 * (a camera's frames, a slider), those in between are left out and nothing queues. To be called while a component is made.
 *
 * @param read reads reactive state; null where there is nothing to compute from, the last result then stays
 * @param compute is not called while it still computes
 */
export function keepComputed<Input, Result>(
  read: () => Input | null,
  compute: (input: Input) => Promise<Result>,
): Computed<Result> {
  let value = $state.raw<Result | null>(null);
  let failure = $state.raw<unknown>(null);
  let waiting: Input | null = null;
  let isBusy = false;
  let isLeft = false;

  const work = async () => {
    isBusy = true;
    while (waiting !== null && !isLeft) {
      const input = waiting;
      waiting = null;
      try {
        value = await compute(input);
        failure = null;
      } catch (error) {
        failure = error;
      }
    }
    isBusy = false;
  };

  const begin = () => {
    waiting = read();
    if (waiting !== null && !isBusy) void work();
  };
  $effect(begin);
  $effect(() => () => (isLeft = true));

  return {
    get value() {
      return value;
    },
    get failure() {
      return failure;
    },
    retry: () => untrack(begin),
  };
}
