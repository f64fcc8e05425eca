import type { LogicName } from './example-points.ts';

/** What the functions of two bits are called, in any language. */
export const LOGIC_WORDS: Readonly<Record<LogicName, string>> = { and: 'AND', or: 'OR', xor: 'XOR' };
