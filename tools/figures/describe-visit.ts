import { formatCount } from '../../node/format.ts';
import { readBench } from './describe-speed.ts';
import { markFigures } from './figure-block.ts';
import { readShippedModels } from './shipped-models.ts';

const MILLION = 1e6;

/** What visits cost whoever serves the page: what the first one downloads, and what many come to. */
export function describeVisit(root: string): string {
  const firstBytes = readBench(root, 'wasm')?.app?.downloadedBytes;
  if (firstBytes === undefined) return markFigures('visit', ['Not measured yet.']);
  const later = readShippedModels(root).flatMap(({ name, bytes }) => (name === 'fast' ? [] : [{ name, bytes }]));
  const wholeBytes = later.reduce((sum, { bytes }) => sum + bytes, firstBytes);
  return markFigures('visit', [
    `The first reading of a first visit takes a download of ${formatMegabytes(firstBytes)}, measured with files compressed ` +
      `as static hosts do. ${later.map(({ name, bytes }) => `\`${name}\` adds ${formatMegabytes(bytes)}`).join(', ')} where ` +
      `the device is quick, and in any case once the page is kept for use without a network, along with some code for other ` +
      `devices. So a million first visits take ${formatTerabytes(firstBytes)} if nobody stays, and little more than ` +
      `${formatTerabytes(wholeBytes)} if everybody does.`,
  ]);
}

function formatMegabytes(bytes: number): string {
  return `${(bytes / MILLION).toFixed(1)} MB`;
}

/** What a million times as many bytes are. */
function formatTerabytes(bytes: number): string {
  return `${formatCount(Number((bytes / MILLION).toFixed(1)))} TB`;
}
