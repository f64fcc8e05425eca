import type { Command } from 'commander';
import { DEFAULT_FOLDER, locateDefaultDataSet, type DataSetPaths } from '../../data/locate-data-set.ts';

/** Flags that say where a data set lies, as commander parses them. */
export interface DataSetOptions {
  readonly data?: string;
  readonly votes?: string;
  readonly leakage?: string;
}

/** Where a command that goes on with a run looks for its data without `--data`. */
export const DATA_OF_RUN = 'where it was when the run began';

/** The same for a command that is given either a run or something else, which it names. */
export function defaultWithRun(otherwise: string): string {
  return `${DATA_OF_RUN}; ${otherwise} ${DEFAULT_FOLDER}`;
}

/**
 * Adds `--data`, `--votes` and `--leakage`.
 *
 * @param byDefault where the data is looked for, in words
 */
export function addDataSetOptions(command: Command, byDefault = DEFAULT_FOLDER): Command {
  return command
    .option('--data <path>', `fer2013.csv, .csv.gz, icml_face_data.csv or a folder of images (default: ${byDefault})`)
    .option('--votes <file>', "FER+'s fer2013new.csv: ten people's votes on each face")
    .option('--leakage <file>', 'list of rows that share a photograph with a test');
}

/**
 * The paths that were given; without `--data`, what lies in the default folder.
 *
 * @throws ExpectedError that says where to get a data set, if none was given and none is there
 */
export async function resolveDataSet({ data, votes, leakage }: DataSetOptions): Promise<DataSetPaths> {
  const base = data === undefined ? await locateDefaultDataSet() : { data };
  return { ...base, ...(votes !== undefined && { votes }), ...(leakage !== undefined && { leakage }) };
}

/** Where a run's data set lies: where it was when the run began, but for the files that were given. */
export function resolveRunDataSet(paths: DataSetPaths, { data, votes, leakage }: DataSetOptions): DataSetPaths {
  return {
    ...paths,
    ...(data !== undefined && { data }),
    ...(votes !== undefined && { votes }),
    ...(leakage !== undefined && { leakage }),
  };
}
