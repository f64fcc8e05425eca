import { ExpectedError } from '../expected-error.ts';

/** Something is wrong with a data set. The message is one sentence for the person who gave it: what, where, what to do. */
export class DataError extends ExpectedError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataError';
  }
}
