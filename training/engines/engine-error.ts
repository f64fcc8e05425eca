import { ExpectedError } from '../expected-error.ts';

/** Thrown when an engine cannot run on this machine; the message says why and what to do. */
export class EngineError extends ExpectedError {}
