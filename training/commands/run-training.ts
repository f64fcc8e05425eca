import { SingleBar } from 'cli-progress';
import { ExpectedError } from '../../node/command/expected-error.ts';
import { sayOnInterrupt } from '../../node/command/run-command.ts';
import type { DataSetPaths } from '../data/locate-data-set.ts';
import { readHashed, requireSameData } from '../data/hash-data-set.ts';
import { readDataSet } from '../data/read-data-set.ts';
import { readReferredNetwork } from '../foundations/exported-network.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { writeRunReport } from '../report/run-report.ts';
import {
  createRunFolder,
  readHistory,
  readRunDescription,
  refuseExistingRun,
  updateRunDescription,
  type EpochRecord,
  type RunDescription,
} from '../run/run-folder.ts';
import { formatPercent } from '../../node/format.ts';
import { computePrior } from '../scoring/fit-decision-rule.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import { trainNetwork, type TrainingListener, type TrainingMaterial } from '../run/train-network.ts';
import { execFileSync } from 'node:child_process';

/** The curves are drawn anew after so many epochs. */
const EPOCHS_A_REPORT = 5;

/** What may differ when a run goes on. */
export type ResumeChanges = Partial<Pick<TrainConfig, 'epochs' | 'workers'>>;

/**
 * Trains a new run from beginning to end, and says on stdout how it goes.
 *
 * @param folder must hold no run
 */
export async function startRun(folder: string, config: TrainConfig, paths: DataSetPaths): Promise<void> {
  await refuseExistingRun(folder); // before minutes of reading, and again when it is made
  const teachers = await readTeachers(config);
  console.log(`reading ${paths.data}`);
  const { splits, dataHashes } = await readHashed(paths, async ({ hashes }) => ({
    splits: await readDataSet(paths, ['Training', 'PublicTest']),
    dataHashes: hashes,
  }));
  const description = {
    config,
    paths,
    dataHashes,
    gitCommit: readGitCommit(),
    trainingRows: splits.Training.labels.length,
    prior: computePrior(splits.Training.targets),
  };
  await createRunFolder(folder, description);
  await train(folder, description, { training: splits.Training, validation: splits.PublicTest, teachers });
}

/**
 * Goes on with a run after its last finished epoch.
 *
 * @param paths where its data set lies by now; by default, where it was
 * @throws ExpectedError if a file of the data set is missing, or holds something else by now, or if the run has trained
 * more epochs than it is to; the run stays as it was
 * @throws ModelFilesError if a teacher's folder is gone, or holds another model by now; the run stays as it was
 */
export async function resumeRun(folder: string, changes: ResumeChanges = {}, paths?: DataSetPaths): Promise<void> {
  const found = await readRunDescription(folder);
  const done = (await readHistory(folder)).length;
  if (changes.epochs !== undefined && changes.epochs < done) {
    throw new ExpectedError(`${folder} has trained ${done} epochs already; give --epochs ${done} or more`);
  }
  const description = { ...found, paths: paths ?? found.paths, config: { ...found.config, ...changes } };
  const teachers = await readTeachers(description.config);
  console.log(`reading ${description.paths.data}`);
  const splits = await readHashed(description.paths, async (used) => {
    requireSameData(folder, found.dataHashes, used);
    return readDataSet(used.paths, ['Training', 'PublicTest']);
  });
  await updateRunDescription(folder, description);
  await train(folder, description, { training: splits.Training, validation: splits.PublicTest, teachers });
}

/** Before minutes of reading data: a teacher can be gone. */
async function readTeachers({ teachers }: TrainConfig): Promise<WeightedNetwork[]> {
  const read = [];
  for (const teacher of teachers) read.push(await readReferredNetwork(teacher));
  return read;
}

async function train(folder: string, description: RunDescription, material: TrainingMaterial): Promise<void> {
  const { config } = description;
  sayOnInterrupt(`interrupted; go on after the last finished epoch with: npm run train:resume -- --run ${folder}`);
  console.log(
    `training ${config.network.name} with ${config.engine} on ${material.training.labels.length} faces, ` +
      `validating on ${material.validation.labels.length}`,
  );
  const listener = createTerminalListener(config);
  try {
    await trainNetwork(folder, config, material, {
      ...listener,
      async onEpoch(record) {
        await listener.onEpoch(record);
        const isDue = record.epoch % EPOCHS_A_REPORT === 0 || record.epoch === config.epochs;
        if (isDue) await writeRunReport(folder, { description, history: await readHistory(folder) });
      },
    });
  } finally {
    listener.stop(); // a bar that goes on would keep the process alive
  }
}

/** A progress bar for the epoch, a line when it ends. */
function createTerminalListener(config: TrainConfig): TrainingListener & { stop(): void } {
  let bar: SingleBar | null = null;
  return {
    onStep(epoch, step, stepsPerEpoch, loss) {
      if (!bar) {
        const format = `epoch ${epoch}/${config.epochs} {bar} {value}/{total} eta {eta_formatted} loss {loss}`;
        // Into a file, one line a minute instead of a bar.
        const file = { noTTYOutput: true, notTTYSchedule: 60_000 };
        bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, ...file });
        bar.start(stepsPerEpoch, 0, { loss: '-' });
      }
      bar.update(step, { loss: loss.toFixed(3) });
    },
    onEpoch(record) {
      bar?.stop();
      bar = null;
      console.log(describeEpoch(record, config.epochs));
    },
    stop() {
      bar?.stop();
    },
  };
}

function describeEpoch(record: EpochRecord, epochs: number): string {
  const truths = [
    ['FER+ majority', record.ferPlusMajority],
    ['FER2013 labels', record.fer2013Labels],
    ['by the head for them', record.labelHead],
  ] as const;
  const scores = truths.map(([name, score]) =>
    score ? `, ${name} ${formatPercent(score.accuracy)} (mean recall ${formatPercent(score.meanRecall)})` : '',
  );
  const speed = `${record.imagesPerSecond.toFixed(0)} images/s`;
  const losses = `loss ${record.loss.toFixed(4)}, validation ${record.validationLoss.toFixed(4)}`;
  return `epoch ${record.epoch}/${epochs}: ${losses}${scores.join('')}, ${record.seconds.toFixed(0)} s, ${speed}`;
}

/** The commit that is checked out, with "-dirty" if files differ from it; null where this is no git checkout. */
export function readGitCommit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const isDirty = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', 'HEAD') + (isDirty ? '-dirty' : '');
  } catch {
    return null;
  }
}
