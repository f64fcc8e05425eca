import type { DataSetPaths } from '../../data/locate-data-set.ts';
import { resolveDataSet, type DataSetOptions } from './data-set-options.ts';

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
