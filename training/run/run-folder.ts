import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OptimizerState } from '../engines/optimizer.ts';
import { ExpectedError } from '../../node/command/expected-error.ts';
import * as v from 'valibot';
import { count, finite, perClass, share } from '../../src/core/model-manifest.ts';
import { parseJson, writeJson } from '../../node/json-file.ts';
import { trainConfigSchema } from '../recipe/train-config-schema.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import { dataHashesSchema, type DataHashes } from '../data/hash-data-set.ts';
import type { DataSetPaths } from '../data/read-data-set.ts';
import { ignoreMissing, readIfThere, writeWhole } from '../../node/whole-files.ts';

/** What a run folder's config.json holds. */
export interface RunDescription {
  readonly config: TrainConfig;
  readonly paths: DataSetPaths;
  /** SHA-256 of the files at `paths`. */
  readonly dataHashes: DataHashes;
  readonly gitCommit: string | null;
  readonly trainingRows: number;
  /** Share of each class in the training targets, in class order. */
  readonly prior: readonly number[];
}

/** One line of history.jsonl. */
export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** Cross-entropy of the averaged weights to the targets of the validation split, in nats. */
  readonly validationLoss: number;
  /** Scores of the averaged weights on PublicTest before any prior adjustment; null without rows of that truth. */
  readonly ferPlusMajority: { readonly accuracy: number; readonly meanRecall: number } | null;
  readonly fer2013Labels: { readonly accuracy: number; readonly meanRecall: number } | null;
  /** The same of the head for FER2013's labels; null without one. */
  readonly labelHead: { readonly accuracy: number; readonly meanRecall: number } | null;
}

/** All that a run needs to go on after `epoch` epochs. */
export interface Checkpoint {
  readonly epoch: number;
  readonly weights: Float32Array;
  readonly optimizer: OptimizerState;
}

/** Thrown when a run folder lacks a file or holds one that does not fit. */
export class RunFolderError extends ExpectedError {}

/** Where a run goes, and is looked for, unless --run says otherwise. */
export const DEFAULT_RUN_FOLDER = 'runs/latest';

const descriptionSchema: v.GenericSchema<unknown, RunDescription> = v.object({
  config: trainConfigSchema,
  paths: v.object({ data: v.string(), votes: v.exactOptional(v.string()), leakage: v.exactOptional(v.string()) }),
  dataHashes: dataHashesSchema,
  gitCommit: v.nullable(v.string()),
  trainingRows: count,
  prior: perClass(share),
});

const scoreSchema = v.nullable(v.object({ accuracy: share, meanRecall: share }));
const recordSchema: v.GenericSchema<unknown, EpochRecord> = v.object({
  epoch: count,
  loss: finite,
  seconds: finite,
  imagesPerSecond: finite,
  validationLoss: finite,
  ferPlusMajority: scoreSchema,
  fer2013Labels: scoreSchema,
  labelHead: scoreSchema,
});

const CONFIG = 'config.json';
const HISTORY = 'history.jsonl';
const CHECKPOINT = 'checkpoint.bin';

/**
 * Creates the folder and writes the run's description.
 *
 * @throws RunFolderError if there is a run in it already
 */
export async function createRunFolder(folder: string, description: RunDescription): Promise<void> {
  await refuseExistingRun(folder);
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, CONFIG), description);
}

/** Whether a run was begun in the folder. */
export async function hasRun(folder: string): Promise<boolean> {
  return (await readIfThere(join(folder, CONFIG))) !== null;
}

/** @throws RunFolderError if there is a run in the folder */
export async function refuseExistingRun(folder: string): Promise<void> {
  if (await hasRun(folder)) {
    throw new RunFolderError(
      `${folder} holds a run already; go on with it by npm run train:resume, or name another folder with --run`,
    );
  }
}

/** @throws RunFolderError if there is no run in the folder, or its description is damaged or of another program */
export async function readRunDescription(folder: string): Promise<RunDescription> {
  const path = join(folder, CONFIG);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RunFolderError(`${folder} holds no training run (${CONFIG} cannot be read); give --run a run's folder`, {
      cause,
    });
  });
  return parseJson(
    text,
    descriptionSchema,
    (fault) =>
      new RunFolderError(
        `${path} does not describe a run of this program (${fault}); put it back as it was, or train anew`,
      ),
  );
}

/** Changes with what a run goes on. */
export async function updateRunDescription(folder: string, description: RunDescription): Promise<void> {
  await writeJson(join(folder, CONFIG), description);
}

/** Adds an epoch's line to the history; no line is ever there in part. */
export async function appendHistory(folder: string, record: EpochRecord): Promise<void> {
  const path = join(folder, HISTORY);
  await writeWhole(path, ((await readIfThere(path)) ?? '') + JSON.stringify(record) + '\n');
}

/** Forgets epochs after the last checkpoint: a kill between the two files leaves one, and it will be run again. */
export async function truncateHistory(folder: string, lastEpoch: number): Promise<void> {
  const kept = (await readHistory(folder)).filter((record) => record.epoch <= lastEpoch);
  await writeWhole(join(folder, HISTORY), kept.map((record) => JSON.stringify(record) + '\n').join(''));
}

/**
 * The epochs so far.
 *
 * @throws RunFolderError if a line is damaged
 */
export async function readHistory(folder: string): Promise<EpochRecord[]> {
  const path = join(folder, HISTORY);
  const refuse = (line: number) => (fault: string) =>
    new RunFolderError(`${path}, line ${line}: ${fault}; put the file back as it was, or train anew`);
  return ((await readIfThere(path)) ?? '')
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [parseJson(line, recordSchema, refuse(index + 1))]));
}

/** Writes the state of a run; an interruption leaves the previous one in place. */
export async function writeCheckpoint(folder: string, { epoch, weights, optimizer }: Checkpoint): Promise<void> {
  const header = new Float64Array([epoch, optimizer.steps]);
  const parts = [header, weights, optimizer.first, optimizer.second, optimizer.average];
  await writeWhole(join(folder, CHECKPOINT), Buffer.concat(parts.map(toBytes)));
}

/**
 * @param size number of values in the network's flat weight vector
 * @returns null if the run has no checkpoint yet
 * @throws RunFolderError if the file does not fit the network, or is damaged
 */
export async function readCheckpoint(folder: string, size: number): Promise<Checkpoint | null> {
  const bytes = await readFile(join(folder, CHECKPOINT)).catch(ignoreMissing);
  if (!bytes) return null;
  const headerBytes = 2 * Float64Array.BYTES_PER_ELEMENT;
  if (bytes.length !== headerBytes + 4 * size * Float32Array.BYTES_PER_ELEMENT) {
    throw new RunFolderError(`${join(folder, CHECKPOINT)} does not fit the network of this run; start a new run`);
  }
  const [epoch, steps] = new Float64Array(copyBuffer(bytes, 0, headerBytes));
  const vectors = [0, 1, 2, 3].map((k) => readFloats(bytes, headerBytes + k * size * 4, size));
  const [weights, first, second, average] = vectors as [Float32Array, Float32Array, Float32Array, Float32Array];
  if (!isCount(epoch) || !isCount(steps)) {
    throw new RunFolderError(`${join(folder, CHECKPOINT)} is damaged; put it back as it was, or start a new run`);
  }
  return { epoch, weights, optimizer: { first, second, average, steps } };
}

/**
 * The network that a run has trained: the averaged weights after its last epoch. No epoch is chosen by its scores, so
 * that PublicTest's stay honest.
 *
 * @param size number of values in the network's flat weight vector
 * @throws RunFolderError if the run has no finished epoch, or another network
 */
export async function readTrainedWeights(folder: string, size: number): Promise<Float32Array> {
  const checkpoint = await readCheckpoint(folder, size);
  if (!checkpoint) throw new RunFolderError(`${folder} holds no trained weights yet; train it first`);
  return checkpoint.optimizer.average;
}

function isCount(value: number | undefined): value is number {
  return v.is(count, value);
}

function toBytes(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function copyBuffer(bytes: Buffer, from: number, length: number): ArrayBuffer {
  return Uint8Array.from(bytes.subarray(from, from + length)).buffer;
}

function readFloats(bytes: Buffer, from: number, count: number): Float32Array {
  return new Float32Array(copyBuffer(bytes, from, count * 4));
}
