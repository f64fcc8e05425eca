import { m } from './compiled/messages.js';
import { getLocale } from './compiled/runtime.js';

/** Formats take far longer to make than to use, and figures write hundreds of numbers a second. */
const formats = new Map<string, Intl.NumberFormat>();

/** A number as the language writes it, e.g. 1,234.5. */
export function writeNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = getLocale() + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.NumberFormat(getLocale(), options);
  formats.set(key, format);
  return format.format(value);
}

/** A number to at most so many decimals. What rounds to nothing is 0, not -0. */
export function writeRounded(value: number, decimals = 0): string {
  const scale = 10 ** decimals;
  return writeNumber(Math.round(value * scale) / scale || 0, { maximumFractionDigits: decimals });
}

/** A large number to three digits and with a word for its size, e.g. 34.8 million. */
export function writeRound(value: number): string {
  return writeNumber(value, { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 3 });
}

/** A round number as a scale bears it, e.g. 10M. */
export function writeMark(value: number): string {
  return writeNumber(value, { notation: 'compact' });
}

/** A share 0..1 in percent, without decimals unless a number of them is given. */
export function writePercent(share: number, decimals = 0): string {
  return writeNumber(share, {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** A measured value to about two digits; 0 means that nothing was measured yet. */
export function writeMeasure(value: number): string {
  if (value === 0) return m.unknown();
  const decimals = value < 10 ? 1 : 0;
  return writeNumber(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A time in milliseconds, likewise. */
export function writeMs(ms: number): string {
  return ms === 0 ? m.unknown() : m.milliseconds({ value: writeMeasure(ms) });
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size of memory or of a file to three digits, in powers of 1000, e.g. 400 MB. */
export function writeBytes(bytes: number): string {
  const power = Math.max(0, Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)));
  return writeNumber(bytes / 1000 ** power, {
    style: 'unit',
    unit: BYTE_UNITS[power] ?? 'byte',
    // Abbreviated; whole bytes have no abbreviation that everybody reads.
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  });
}

const LENGTH_UNITS = ['millimeter', 'meter', 'kilometer'] as const;

/** A length to two digits, e.g. 1 km. */
export function writeLength(millimetres: number): string {
  const power = Math.max(0, Math.min(LENGTH_UNITS.length - 1, Math.floor(Math.log10(millimetres) / 3)));
  return writeNumber(millimetres / 1000 ** power, {
    style: 'unit',
    unit: LENGTH_UNITS[power] ?? 'millimeter',
    maximumSignificantDigits: 2,
  });
}

/** Names in a row: A, B and C. (`Intl.ListFormat` sets no space between Chinese and Latin letters.) */
export function writeList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : m.list_last({ names: names.slice(0, -1).join(m.list_separator()), last });
}
