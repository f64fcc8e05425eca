import type { Command } from 'commander';
import { DEFAULT_FOLDER, locateDefaultDataSet, type DataSetPaths } from '../../data/locate-data-set.ts';

/** Flags that say where a data set lies, as commander parses them. */
export interface DataSetOptions {
  readonly data?: string;
  readonly votes?: string;
  readonly leakage?: string;
}

/** Adds `--data`, `--votes` and `--leakage`. */
export function addDataSetOptions(command: Command): Command {
  return command
    .option(
      '--data <path>',
      `fer2013.csv, .csv.gz, icml_face_data.csv or a folder of images (default: ${DEFAULT_FOLDER})`,
    )
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

/**
 * The run's own data set, unless `--data` gives another; votes and leakage list can be given for either.
 *
 * @throws ExpectedError if there is nothing at a path
 */
export async function resolveRunDataSet(paths: DataSetPaths, options: DataSetOptions): Promise<DataSetPaths> {
  if (options.data !== undefined) return resolveDataSet(options);
  const { votes, leakage } = options;
  return { ...paths, ...(votes !== undefined && { votes }), ...(leakage !== undefined && { leakage }) };
}
