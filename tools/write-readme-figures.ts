import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeModel, replaceFigures } from './readme-figures.ts';

const root = join(import.meta.dirname, '..');
const path = join(root, 'README.md');
writeFileSync(path, replaceFigures(readFileSync(path, 'utf8'), describeModel(root)));
