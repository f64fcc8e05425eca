/// <reference lib="dom" /> for what runs in the page
import type { Page } from '@playwright/test';
import { Command, Option } from 'commander';
import type {} from '../src/check/device-check.ts'; // declares window.mienCheck
import { EXPRESSION_COUNT, leadingIndex, rowOf } from '../src/core/expressions.ts';
import { computeProbabilities } from '../src/core/decision-rule.ts';
import { INPUT_PIXELS } from '../src/core/preprocess.ts';
import {
  addDataSetOptions,
  resolveDataSet,
  type DataSetOptions,
} from '../training/commands/options/data-set-options.ts';
import { runCommand } from '../node/command/run-command.ts';
import { readDataSet } from '../training/data/read-data-set.ts';
import { SPLITS, type Split } from '../training/data/samples.ts';
import { prepareWasmBackend } from '../training/engines/tfjs/wasm-backend.ts';
import { folderOfModel, readModelFiles } from '../training/models/model-files.ts';
import { predictLogits } from '../training/scoring/predict-logits.ts';
import { withBuiltSite } from './with-built-site.ts';

const SITE = '.cache/compare-site';
/** Faces that cross into the browser at a time. */
const CHUNK = 256;

interface Options extends DataSetOptions {
  readonly split: Split;
}

const program = addDataSetOptions(
  new Command('compare').description(
    'Classifies a split in Node and by the page’s engine in Chromium (production build, wasm), and compares the labels.',
  ),
).addOption(new Option('--split <name>', 'which rows').choices(SPLITS).default('PublicTest'));

await runCommand(async () => {
  const { split, ...dataSet } = program.parse().opts<Options>();
  const samples = (await readDataSet(await resolveDataSet(dataSet), [split], { trainingRows: 'all' }))[split];
  const inNode = await classifyInNode(samples.pixels);
  const inBrowser = await classifyInBrowser(samples.pixels);

  const rows = samples.labels.length;
  let agreeing = 0;
  for (let row = 0; row < rows; row++) {
    if (leadingIndex(rowOf(inNode, row)) === leadingIndex(rowOf(inBrowser, row))) agreeing++;
  }
  const largest = inNode.reduce((max, value, i) => Math.max(max, Math.abs(value - (inBrowser[i] as number))), 0);
  console.log(`${split}: the same label in Node and in the browser for ${agreeing} of ${rows} faces`);
  console.log(`largest difference of a probability: ${largest.toExponential(1)}`);
});

/** n x 7 probabilities of the fast model. */
async function classifyInNode(pixels: Uint8Array): Promise<Float32Array> {
  await prepareWasmBackend();
  const { model, manifest } = await readModelFiles(folderOfModel('fast'));
  const { votes: logits } = predictLogits(model, pixels, manifest.normalisation);
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < logits.length / EXPRESSION_COUNT; row++) {
    probabilities.set(computeProbabilities(rowOf(logits, row), manifest.decisions.everyday), row * EXPRESSION_COUNT);
  }
  return probabilities;
}

/** n x 7 probabilities. */
async function classifyInBrowser(pixels: Uint8Array): Promise<Float32Array> {
  return withBuiltSite(SITE, [], async ({ url, browser }) => {
    const page = await browser.newPage();
    await page.goto(`${url}check.html?backend=wasm`);
    const probabilities: number[] = [];
    for (let begin = 0; begin < pixels.length; begin += CHUNK * INPUT_PIXELS) {
      probabilities.push(...(await classifyChunk(page, pixels.subarray(begin, begin + CHUNK * INPUT_PIXELS))));
    }
    return Float32Array.from(probabilities);
  });
}

function classifyChunk(page: Page, crops: Uint8Array): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const engine = await window.mienCheck?.engine;
    if (!engine) throw new Error('the engine did not start: open check.html to see why');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return Array.from(await engine.classifyCrops(bytes));
  }, Buffer.from(crops).toString('base64'));
}
