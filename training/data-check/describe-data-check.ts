import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { formatTable } from '../../node/format.ts';
import type { DataCheck } from './check-data-set.ts';
import { LEAST_DUPLICATE_SIMILARITY } from './find-duplicates.ts';
import { FLAT_BELOW } from './find-flat-rows.ts';
import type { DataSetPaths } from '../data/locate-data-set.ts';
import { SPLITS } from '../data/samples.ts';
import { countLinks, describeShare, nameLinks, sum } from './summarise-data-check.ts';

/** Rows listed in the report; all are in `flagged.csv`. */
const LISTED_ROWS = 20;

/** What the report says of where its list is and how to use it. */
export interface ReportPlaces {
  readonly paths: DataSetPaths;
  /** Where `leakage.csv` lies, as the command line of the next training should name it. */
  readonly leakageFile: string;
}

/** The report in Markdown; the same check gives the same text. */
export function describeDataCheck(check: DataCheck, places: ReportPlaces): string {
  const sections = [
    `# Check of ${places.paths.data}`,
    describeClasses(check),
    describePictures(check),
    describeDuplicates(check),
    describeConflicts(check),
    ...(check.agreement.length > 0 ? [describeAgreement(check)] : []),
    describeSplitFile(check, places),
  ];
  return `${sections.join('\n\n')}\n`;
}

function describeClasses({ splits }: DataCheck): string {
  const header = ['', ...splits.map(({ split }) => split)];
  const rows = EXPRESSIONS.map((name, k) => [name, ...splits.map(({ classCounts }) => classCounts[k] as number)]);
  const total = ['all', ...splits.map(({ classCounts }) => sum(classCounts))];
  return `## Rows of each label\n\n${formatTable([header, ...rows, total])}`;
}

function describePictures(check: DataCheck): string {
  const flat = `${check.flatRows.length} flat pictures (standard deviation of the gray levels below ${FLAT_BELOW})${listNames(check, check.flatRows)}`;
  const broken = `${check.brokenFiles.length} files cannot be read as pictures${listFirst(check.brokenFiles)}`;
  return `## Flat and broken pictures\n\n${check.kind === 'csv' ? flat : `${flat}\n\n${broken}`}`;
}

function describeDuplicates({ links }: DataCheck): string {
  const rows = links.map((pair) => {
    const { exact, samePhoto, recrop, mirrored } = countLinks(pair.links);
    return [nameLinks(pair), exact, samePhoto, recrop, mirrored, pair.links.length];
  });
  const header = ['', 'same bytes', 'same cut', 'cut otherwise', 'of these mirrored', 'all'];
  return `## Duplicates\n\nEach row is counted once, for its closest duplicate. Pictures of one photograph correlate by at least ${LEAST_DUPLICATE_SIMILARITY} once aligned.\n\n${formatTable([header, ...rows])}`;
}

function describeConflicts(check: DataCheck): string {
  const { conflicts, table } = check;
  const rows = sum(conflicts.map((group) => group.length));
  const listed = conflicts.slice(0, LISTED_ROWS).map((group) => {
    const members = group.map((row) => `${nameRow(check, row)} ${EXPRESSIONS[table.labels[row] as number] as string}`);
    return `- ${members.join(', ')}`;
  });
  const rest = conflicts.length > LISTED_ROWS ? [`- and ${conflicts.length - LISTED_ROWS} more`] : [];
  const list = [...listed, ...rest].join('\n');
  const summary = `Photographs with more than one label: ${conflicts.length}, in ${rows} rows.`;
  return `## Labels that contradict each other\n\n${summary}${list === '' ? '' : `\n\n${list}`}`;
}

function describeAgreement(check: DataCheck): string {
  const header = ["FER+'s majority", ...check.agreement.map(({ split }) => split)];
  const rows = EXPRESSIONS.map((name, k) => [
    name,
    ...check.agreement.map(({ majorityCounts, agreeing }) =>
      describeShare(agreeing[k] as number, majorityCounts[k] as number),
    ),
  ]);
  const all = [
    'all',
    ...check.agreement.map(({ majorityCounts, agreeing }) => describeShare(sum(agreeing), sum(majorityCounts))),
  ];
  const none = ['rows without', ...check.agreement.map(({ withoutMajority }) => withoutMajority)];
  const notFaces = ['not a face', ...check.agreement.map(({ notFaceRows }) => notFaceRows.length)];
  const notFaceRows = check.agreement.flatMap((split) => split.notFaceRows);
  const list = notFaceRows.length > 0 ? `\n\nNot a face${listNames(check, notFaceRows)}` : '';
  return `## Labels and FER+'s votes\n\nOf the rows with a majority for a class, those whose label is the same. Rows without have no majority, or one for contempt, unknown or not a face.\n\n${formatTable([header, ...rows, all, none, notFaces])}${list}`;
}

function describeSplitFile(check: DataCheck, { paths, leakageFile }: ReportPlaces): string {
  if (check.leakage === null) {
    return '## Split file\n\nNone: leakage lists go by the row numbers of fer2013.csv, which image folders have lost. Remove the pictures that flagged.csv names instead.';
  }
  const present = check.splits.map(({ split }) => split);
  const missing = SPLITS.filter((split) => !present.includes(split));
  const text = [
    `\`leakage.csv\` has ${check.leakage.length} lines.`,
    ...missing.map((split) => `This data set has no ${split}, so nothing new is known of it.`),
    ...(check.keptLines > 0 ? [`${check.keptLines} of the lines are the given list's.`] : []),
    'To train without the rows that it ties to a test:',
  ].join(' ');
  const votes = paths.votes === undefined ? '' : ` --votes ${paths.votes}`;
  const command = `npm run train -- --data ${paths.data}${votes} --leakage ${leakageFile}`;
  const section = `## Split file\n\n${text}\n\n    ${command}`;
  return check.comparison === null ? section : `${section}\n\n${describeComparison(check.comparison)}`;
}

function describeComparison(comparison: NonNullable<DataCheck['comparison']>): string {
  const rows = comparison.map(({ topic, given, found, both }) => [topic, given, found, both]);
  return `Training rows in the given list and found here:\n\n${formatTable([['', 'given', 'found', 'in both'], ...rows])}`;
}

function listNames(check: DataCheck, rows: readonly number[]): string {
  return listFirst(rows.map((row) => nameRow(check, row)));
}

function listFirst(names: readonly string[]): string {
  if (names.length === 0) return '.';
  const rest = names.length > LISTED_ROWS ? `, and ${names.length - LISTED_ROWS} more` : '';
  return `: ${names.slice(0, LISTED_ROWS).join(', ')}${rest}.`;
}

function nameRow({ table }: DataCheck, row: number): string {
  return table.files[row] ?? String(table.sourceRows[row]);
}
