import { EXPRESSION_COUNT } from '../../src/core/expressions.ts';
import { INPUT_PIXELS, INPUT_SIZE } from '../../src/core/preprocess.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { parseChoice, parseWholeNumber, readCsv } from '../../node/read-csv.ts';
import { SPLITS, type LabelledFace, type Split } from './samples.ts';

/**
 * Where each split begins in the original fer2013.csv: 28,709 Training rows, 3,589 PublicTest, 3,589 PrivateTest.
 * A file that holds only some of the splits keeps the original row numbers this way.
 */
const FIRST_ROW: Readonly<Record<Split, number>> = { Training: 0, PublicTest: 28_709, PrivateTest: 32_298 };

/**
 * Reads `fer2013.csv` or `icml_face_data.csv`, plain or packed as `.gz`: one face a row, in the columns emotion (0..6),
 * pixels (2304 gray values) and Usage.
 *
 * @param splits the only ones whose faces are kept
 * @returns the faces of each of these splits in file order, perhaps none
 * @throws ExpectedError naming the file, the line and what is wrong there
 */
export async function readFer2013Csv(path: string, splits: readonly Split[]): Promise<Map<Split, LabelledFace[]>> {
  const facesOf = new Map<Split, LabelledFace[]>(splits.map((split) => [split, []]));
  for await (const row of readCsv(path, ['emotion', 'pixels', 'usage'])) {
    const split = parseChoice(row, 'usage', SPLITS);
    const faces = facesOf.get(split);
    faces?.push({
      pixels: parsePixels(row.values.pixels, row.where),
      label: parseWholeNumber(row, 'emotion', EXPRESSION_COUNT - 1),
      sourceRow: FIRST_ROW[split] + faces.length,
    });
  }
  return facesOf;
}

/** By hand instead of `split(' ')`: the 83 million values of FER2013 are most of the work. */
function parsePixels(text: string, where: string): Uint8Array {
  const pixels = new Uint8Array(INPUT_PIXELS);
  let count = 0;
  let start = 0;
  while (start < text.length) {
    let end = start;
    let value = 0;
    let code = text.charCodeAt(end);
    while (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      code = text.charCodeAt(++end);
    }
    const isNumber = end > start && (end === text.length || code === 32);
    if (!isNumber || value > 255) {
      const word = text.slice(start).split(' ', 1)[0] ?? '';
      throw new ExpectedError(
        `${where}: pixel ${count + 1} is "${word}"; expected whole numbers from 0 to 255, so correct or remove that line.`,
      );
    }
    if (count < INPUT_PIXELS) pixels[count] = value;
    count++;
    start = end + 1;
  }
  if (count !== INPUT_PIXELS) {
    throw new ExpectedError(
      `${where}: ${count} pixel values; expected ${INPUT_PIXELS} (${INPUT_SIZE} x ${INPUT_SIZE}), so the file may be cut off: fetch it again.`,
    );
  }
  return pixels;
}
