import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSpeed } from './readme-bench.ts';
import { describeModels, replaceFigures } from './readme-figures.ts';
import { describeRecipe } from './readme-ablation.ts';
import { describeZoo } from './readme-zoo.ts';

const root = join(import.meta.dirname, '..');
const path = join(root, 'README.md');
const figures = [describeModels(root), describeRecipe(root), describeZoo(root), describeSpeed(root)];
writeFileSync(path, figures.reduce(replaceFigures, readFileSync(path, 'utf8')));
