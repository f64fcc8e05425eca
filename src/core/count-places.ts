/**
 * The size formula of every window that moves over a map: at how many places along an axis it lies wholly on the map.
 *
 * @param length of the axis, padding included, in pixels
 * @param size of the window along it
 * @param stride pixels from place to place, at least 1
 * @returns floor((length - size) / stride) + 1, and 0 where the window is longer than the axis
 */
export function countPlaces(length: number, size: number, stride: number): number {
  return Math.max(0, Math.floor((length - size) / stride) + 1);
}
