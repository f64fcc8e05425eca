import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBlind } from './describe-blind.ts';
import { describeCorrupted, describeNetworks, describePriors, describePublicTest } from './describe-models.ts';
import { describeQuality } from './describe-quality.ts';
import { describeRecipe } from './describe-recipe.ts';
import { describeSpeed, describeSpeedInShort } from './describe-speed.ts';
import { describeVisit } from './describe-visit.ts';
import { describeZoo } from './describe-zoo.ts';
import { replaceFigures } from './figure-block.ts';

/** The documents that hold figures, and what describes each block of them, given the root of the repository. */
const DOCUMENTS = {
  'README.md': [describeQuality, describeSpeedInShort],
  'docs/results.md': [
    describeBlind,
    describePublicTest,
    describePriors,
    describeCorrupted,
    describeNetworks,
    describeSpeed,
  ],
  'docs/deploying.md': [describeVisit],
  'docs/training.md': [describeRecipe, describeZoo],
} as const satisfies Readonly<Record<string, readonly ((root: string) => string)[]>>;

export type DocumentName = keyof typeof DOCUMENTS;
export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as DocumentName[];

/**
 * A document's text with figures as they were measured last.
 *
 * @throws Error if it lacks the marks of a block
 */
export function fillDocument(root: string, name: DocumentName): string {
  return DOCUMENTS[name]
    .map((describe) => describe(root))
    .reduce(replaceFigures, readFileSync(join(root, name), 'utf8'));
}
