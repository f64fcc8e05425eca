/** A network that learns no more, for a fixed number of rows. */
export interface InferenceFunction {
  /**
   * Logits of `rows` images.
   *
   * @param images rows x height x width x channels, normalised; not shared between threads
   * @returns rows x outputs
   */
  predict(images: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}
