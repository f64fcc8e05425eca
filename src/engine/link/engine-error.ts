import { ENGINE_LOSSES, type EngineErrorCode } from './protocol.ts';

/** Why the engine, or one request to it, failed. Thrown on both sides of the worker's border. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  /** For the curious and for bug reports; the visitor's words for `code` live in the app. */
  readonly detail: string;

  constructor(code: EngineErrorCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'EngineError';
    this.code = code;
    this.detail = detail;
  }
}

/** Whether it says that the engine as a whole is gone: a new engine may well do what this one could not. */
export function isEngineLoss(error: unknown): error is EngineError {
  return error instanceof EngineError && ENGINE_LOSSES.some((code) => code === error.code);
}

/** The message of anything that was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
