/**
 * Sets properties again that were set on an element before the browser knew what it is: as properties of its own, they
 * stand before those of its class.
 */
export function adoptProperties<E extends Element>(element: E, names: readonly (keyof E)[]): void {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value: unknown = element[name];
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}
