import { PLAIN_RULE } from '../../src/core/decision-rule.ts';
import { normalise } from '../../src/core/preprocess.ts';
import { startBatchLoader } from '../batches/batch-loader.ts';
import type { Samples } from '../data/samples.ts';
import { chooseInferenceEngine } from '../engines/create-inference-function.ts';
import { computeLearningRate, createOptimizerState } from '../engines/optimizer.ts';
import { startEngine, TrainingError } from '../engines/training-engine.ts';
import type { WeightedNetwork } from '../models/fold-batch-norm.ts';
import { NORMALISATION } from '../models/input-convention.ts';
import { countOutputs } from '../../src/core/network-description.ts';
import { splitHeads } from '../scoring/predict-logits.ts';
import { countValues, describeWeights } from '../../src/core/weight-layout.ts';
import {
  appendHistory,
  readCheckpoint,
  truncateHistory,
  writeCheckpoint,
  type Checkpoint,
  type EpochRecord,
} from './run-folder.ts';
import { createStartWeights } from '../foundations/start-weights.ts';
import { computeCrossEntropy } from '../scoring/fit-decision-rule.ts';
import { chooseHighest, scorePredictions } from '../scoring/metrics.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import { startAll } from '../../node/start-all.ts';

/** Told how training goes on. */
export interface TrainingListener {
  onStep(epoch: number, step: number, stepsPerEpoch: number, loss: number): void;
  onEpoch(record: EpochRecord): Promise<void> | void;
}

/** What a run learns from. */
export interface TrainingMaterial {
  readonly training: Samples;
  readonly validation: Samples;
  /** Those of the configuration, in its order. */
  readonly teachers: readonly WeightedNetwork[];
}

/**
 * Trains until the last epoch. After each epoch the run folder holds all that is needed to go on: calling this again
 * with the same folder does.
 *
 * @param folder a run folder, made by `createRunFolder`
 * @throws ModelFilesError if the model that is to be the start is gone, or another by now
 * @throws TrainingError if the loss stops being finite, or there are fewer rows than a batch has
 * @throws Error if a worker fails
 */
export async function trainNetwork(
  folder: string,
  config: TrainConfig,
  { training, validation, teachers }: TrainingMaterial,
  listener: TrainingListener,
): Promise<void> {
  const { epochs, batchSize, network, teacherWeight, workers } = config;
  const stepsPerEpoch = Math.floor(training.labels.length / batchSize);
  if (stepsPerEpoch === 0) {
    throw new TrainingError(
      `${training.labels.length} faces do not fill one batch of ${batchSize}; give more, or a smaller --batch-size`,
    );
  }
  const start =
    (await readCheckpoint(folder, countValues(describeWeights(network)))) ??
    createFirstCheckpoint(await createStartWeights(config, training));
  await truncateHistory(folder, start.epoch);
  const teaching = {
    teachers,
    weight: teacherWeight,
    engine: chooseInferenceEngine(config.engine),
    seesUndamaged: config.teachersSeeUndamaged,
    threads: workers,
  };
  const distillation = teachers.length > 0 ? teaching : null;
  const images = new Float32Array(validation.pixels.length);
  normalise(validation.pixels, NORMALISATION, images);
  const [engine, loader] = await startAll(
    [startEngine(config, start), startBatchLoader(training, config, NORMALISATION, distillation)],
    (started) => started.dispose(),
  );
  try {
    for (let epoch = start.epoch + 1; epoch <= epochs; epoch++) {
      const startedAt = performance.now();
      const loss = await runEpoch(epoch);
      const seconds = (performance.now() - startedAt) / 1000;

      const scores = await validate();
      const record = { epoch, loss, seconds, imagesPerSecond: (stepsPerEpoch * batchSize) / seconds, ...scores };
      await appendHistory(folder, record);
      const { weights, optimizer } = engine;
      await writeCheckpoint(folder, { epoch, weights, optimizer });
      await listener.onEpoch(record);
    }
  } finally {
    await Promise.all([engine.dispose(), loader.dispose()]);
  }

  async function runEpoch(epoch: number): Promise<number> {
    const isWeak = epoch > epochs * (1 - config.weakShare);
    let lossSum = 0;
    let step = 0;
    for await (const batch of loader.loadEpoch(epoch, isWeak ? config.weakAugment : config.augment)) {
      const learningRate = computeLearningRate(
        (epoch - 1) * stepsPerEpoch + step,
        epochs * stepsPerEpoch,
        config.warmupSteps,
        config.peakLearningRate,
      );
      const loss = await engine.step(batch, learningRate);
      lossSum += loss;
      step++;
      listener.onStep(epoch, step, stepsPerEpoch, loss);
    }
    return lossSum / stepsPerEpoch;
  }

  async function validate(): Promise<Omit<EpochRecord, 'epoch' | 'loss' | 'seconds' | 'imagesPerSecond'>> {
    const outputs = await engine.predict(images, engine.optimizer.average);
    const { votes: logits, labels } = splitHeads(outputs, countOutputs(network));
    const predictions = chooseHighest(logits);
    return {
      validationLoss: computeCrossEntropy(logits, validation.targets, PLAIN_RULE),
      ferPlusMajority: pickScore(scorePredictions(predictions, validation.majority)),
      fer2013Labels: pickScore(scorePredictions(predictions, validation.labels)),
      labelHead: labels && pickScore(scorePredictions(chooseHighest(labels), validation.labels)),
    };
  }
}

function createFirstCheckpoint(weights: Float32Array): Checkpoint {
  return { epoch: 0, weights, optimizer: createOptimizerState(weights) };
}

function pickScore(score: { accuracy: number; meanRecall: number } | null): EpochRecord['ferPlusMajority'] {
  return score && { accuracy: score.accuracy, meanRecall: score.meanRecall };
}
