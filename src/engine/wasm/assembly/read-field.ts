/** One of the numbers of a step, see `step-fields.ts`. */
// @inline
export function readField(step: usize, field: i32): i32 {
  return load<i32>(step + (field << 2));
}

/** The same for one that is a float. */
// @inline
export function readFloat(step: usize, field: i32): f32 {
  return load<f32>(step + (field << 2));
}
