/** How one value of a chapter stands in its address. */
export interface Setting<Value> {
  /** What holds where the address says nothing, or nothing that can be read. */
  readonly usual: Value;
  /** Null for what is no such value. */
  readonly parse: (text: string) => Value | null;
  readonly write: (value: Value) => string;
}

/** One of several names. */
export function oneOf<Name extends string>(names: readonly Name[], usual: Name): Setting<Name> {
  return { usual, parse: (text) => names.find((name) => name === text) ?? null, write: (name) => name };
}

/** A whole number within bounds. */
export function wholeNumber(lowest: number, highest: number, usual: number): Setting<number> {
  return {
    usual,
    parse(text) {
      const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
      return value >= lowest && value <= highest ? value : null;
    },
    write: String,
  };
}

/** A number within bounds. */
export function numberWithin(lowest: number, highest: number, usual: number): Setting<number> {
  return {
    usual,
    parse(text) {
      const value = text.trim() === '' ? NaN : Number(text);
      return value >= lowest && value <= highest ? value : null;
    },
    write: String,
  };
}

/** So many finite numbers, like a kernel's; at most `largest` from 0. */
export function numberList(length: number, largest: number, usual: readonly number[]): Setting<readonly number[]> {
  return {
    usual,
    parse(text) {
      const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
      return values.length === length && values.every((value) => Math.abs(value) <= largest) ? values : null;
    },
    write: (values) => values.join(','),
  };
}

/** Settings by their names in the address. */
export type Settings<Values extends object> = { readonly [Name in keyof Values]: Setting<Values[Name]> };

/** The values that an address asks for. */
export function readSettings<Values extends object>(settings: Settings<Values>, address: URLSearchParams): Values {
  const values: Partial<Values> = {};
  for (const name in settings) {
    const { parse, usual } = settings[name];
    const text = address.get(name);
    values[name] = (text === null ? null : parse(text)) ?? usual;
  }
  return values as Values;
}

/** What an address must say so that it asks for these values; nothing of what is as usual. */
export function writeSettings<Values extends object>(settings: Settings<Values>, values: Values): URLSearchParams {
  const address = new URLSearchParams();
  for (const name in settings) {
    const { write, usual } = settings[name];
    const text = write(values[name]);
    if (text !== write(usual)) address.set(name, text);
  }
  return address;
}
