import type { DataSetPaths } from './locate-data-set.ts';

/** Which rows of a data set train, validate and test, in sentences for people: the rule of `readDataSet`. */
export function describeSplitRule({ votes, leakage }: DataSetPaths): string {
  const leftOut = [
    ...(leakage === undefined ? [] : ['those that the leakage list ties to PublicTest or PrivateTest']),
    ...(votes === undefined ? [] : ['those in which most voters saw no face']),
  ];
  const training = leftOut.length === 0 ? 'Training, all of it' : `Training, without ${leftOut.join(' and ')}`;
  return (
    `Trained on ${training}. Validated on PublicTest: its even rows chose the decision rule, no epoch was chosen. ` +
    'PrivateTest took no part.'
  );
}
