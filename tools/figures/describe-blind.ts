import { findBlindScores } from '../../src/core/blind-scores.ts';
import {
  describeBlindCaveat,
  describeBlindRecalls,
  describeBlindTable,
} from '../../training/publish/describe-blind-scores.ts';
import { markFigures } from './figure-block.ts';
import { readShippedModels, type ShippedModel } from './shipped-models.ts';

/** The scores of the committed networks on faces that took no part in anything, and what must be said of them. */
export function describeBlind(root: string): string {
  return markFigures('blind', readShippedModels(root).flatMap(describeNetwork));
}

function describeNetwork({ name, manifest }: ShippedModel): string[] {
  const title = `### \`${name}\``;
  const scores = findBlindScores(manifest.weightsSha256);
  if (!scores) return [title, 'Nobody has measured these weights on blind faces yet.'];
  return [
    title,
    describeBlindTable(manifest, scores),
    ...describeBlindRecalls(manifest, scores),
    describeBlindCaveat(manifest, scores),
  ].filter((paragraph) => paragraph !== '');
}
