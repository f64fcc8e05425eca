/** Why Mien did not do what it was asked for. The message says it in words. */
export class MienError extends Error {
  /** E.g. `model-missing`. */
  readonly code: string;
  /** For the curious and for bug reports. */
  readonly detail: string;

  constructor(code: string, message: string, detail: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MienError';
    this.code = code;
    this.detail = detail;
  }
}
