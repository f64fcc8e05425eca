import { EXPRESSIONS, type Expression } from '../../src/core/expressions.ts';

/** What public data sets call the folders of each expression, in lower case. */
const FOLDER_NAMES: Readonly<Record<Expression, readonly string[]>> = {
  angry: ['angry', 'anger'],
  disgust: ['disgust', 'disgusted'],
  fear: ['fear', 'fearful'],
  happy: ['happy', 'happiness'],
  sad: ['sad', 'sadness'],
  surprise: ['surprise', 'surprised'],
  neutral: ['neutral'],
};

/**
 * The class index of a label folder: one of the names above whatever its case, or FER2013's number. Data sets that
 * number otherwise have more or other numbers (RAF-DB 1..7, AffectNet 0..7), and the one that is too many gives them away.
 *
 * @returns 0..6, or null if the name is no expression of ours
 */
export function parseLabelFolder(name: string): number | null {
  const lower = name.toLowerCase();
  const label = EXPRESSIONS.findIndex((expression, k) => FOLDER_NAMES[expression].includes(lower) || lower === String(k));
  return label < 0 ? null : label;
}
