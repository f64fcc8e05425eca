import { writeNumber } from '../../../words/formats.ts';

/** How a number stands in a formula. */
export type WriteValue = (value: number) => string;

/** With a minus sign in place of a hyphen, and none before 0. */
function writeSigned(value: number, digits: Intl.NumberFormatOptions): string {
  return writeNumber(value, { ...digits, signDisplay: 'negative' }).replace('-', '−');
}

/** To at most two decimals: what is reckoned in tenths. */
export const writeShort: WriteValue = (value) => writeSigned(value, { maximumFractionDigits: 2 });

/** To three decimals. */
export const writeFixed: WriteValue = (value) =>
  writeSigned(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** A number after a sign: in parentheses if it has one itself. */
export function writeFactor(value: number, write: WriteValue): string {
  const text = write(value);
  return text.startsWith('−') ? `(${text})` : text;
}

/** A product, e.g. 0.5 × (−2) */
export function writeProduct(factors: readonly number[], write: WriteValue): string {
  return factors.map((factor, k) => (k === 0 ? write(factor) : writeFactor(factor, write))).join(' × ');
}

/** The sum of a unit written out, e.g. 0.5 × 1 + (−2) × 0 + 0.1 */
export function writeUnitSum(
  weights: readonly number[],
  inputs: readonly number[],
  bias: number,
  write: WriteValue,
): string {
  const products = weights.map((weight, k) => {
    const factor = k === 0 ? write(weight) : writeFactor(weight, write);
    return `${factor} × ${writeFactor(inputs[k] as number, writeShort)}`;
  });
  return [...products, writeFactor(bias, write)].join(' + ');
}

const LOW_DIGITS = '₀₁₂₃₄₅₆₇₈₉';

/** A symbol with numbers below, e.g. w₁₂ */
export function writeSymbol(letter: string, ...numbers: readonly number[]): string {
  return letter + numbers.map((number) => LOW_DIGITS[number]).join('');
}
