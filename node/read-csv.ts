import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { ExpectedError } from './command/expected-error.ts';

/** One row of a csv file. */
export interface CsvRow<Column extends string> {
  /** File and line (the header is line 1), to begin an error message with. */
  readonly where: string;
  readonly values: Readonly<Record<Column, string>>;
}

/**
 * Streams the rows of a csv file with a header, unpacking `.gz`. Names of columns match whatever their case, order
 * and surrounding spaces; other columns are allowed.
 *
 * @param columns the names that must be there, in lower case
 * @throws ExpectedError if the file is missing, damaged or not a csv file, or lacks one of the columns
 */
export async function* readCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
): AsyncGenerator<CsvRow<Column>> {
  const parser = parse({
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    columns: (header: string[]) => checkHeader(path, header, columns),
  });
  // A failure of any of these streams destroys the parser with it, so the loop below throws it.
  const ignoreHere = (): void => undefined;
  const source = createReadStream(path);
  if (path.endsWith('.gz')) pipeline(source, createGunzip(), parser, ignoreHere);
  else pipeline(source, parser, ignoreHere);
  try {
    for await (const { info, record } of parser as AsyncIterable<ParsedRecord<Column>>) {
      yield { where: `${basename(path)}, line ${info.lines}`, values: record };
    }
  } catch (error) {
    throw describeReadFailure(path, error);
  }
}

/**
 * @returns the value of a column as a whole number 0..`max`
 * @throws ExpectedError if it is none
 */
export function parseWholeNumber<Column extends string>(
  { where, values }: CsvRow<Column>,
  column: Column,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const text = values[column];
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? '' : ` from 0 to ${max}`;
  throw new ExpectedError(
    `${where}: ${column} is "${text}"; expected a whole number${range}, so correct or remove that line.`,
  );
}

/**
 * @returns the value of a column as one of `choices`
 * @throws ExpectedError if it is none of them
 */
export function parseChoice<Column extends string, Choice extends string>(
  { where, values }: CsvRow<Column>,
  column: Column,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((name) => name === values[column]);
  if (choice !== undefined) return choice;
  throw new ExpectedError(
    `${where}: ${column} is "${values[column]}"; expected ${choices.join(', ')}, so correct or remove that line.`,
  );
}

interface ParsedRecord<Column extends string> {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Record<Column, string>>;
}

function checkHeader(path: string, header: readonly string[], columns: readonly string[]): string[] {
  const names = header.map((name) => name.toLowerCase());
  const missing = columns.find((column) => !names.includes(column));
  if (missing !== undefined) {
    throw new ExpectedError(
      `${basename(path)} has no column "${missing}" in its first line; expected the columns ${columns.join(', ')}, so check that it is the right file.`,
    );
  }
  return names;
}

function describeReadFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExpectedError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new ExpectedError(`There is no file ${path}; check the path.`, { cause: error });
  if (code === 'EISDIR') return new ExpectedError(`${path} is a folder; give the file in it.`, { cause: error });
  if (code === 'EACCES')
    return new ExpectedError(`${path} must not be read by you; change its permissions.`, { cause: error });
  if (code.startsWith('Z_')) {
    return new ExpectedError(`${basename(path)} is cut off or damaged (${error.message}); fetch it again.`, {
      cause: error,
    });
  }
  if (code.startsWith('CSV_')) {
    return new ExpectedError(`${basename(path)} is not a well-formed csv file: ${error.message}; fetch it again.`, {
      cause: error,
    });
  }
  return error;
}
