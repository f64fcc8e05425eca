import { computePrior, computeCrossEntropy } from './scoring/fit-decision-rule.ts';
import { decideRows, scorePredictions } from './scoring/rulers.ts';
import type { Samples } from './data/samples.ts';
import { createRandom, shuffle } from './data/random.ts';
import { startTrainer } from './engines/data-parallel-trainer.ts';
import { computeLearningRate } from './engines/learning-rate.ts';
import { createSgdState } from './engines/sgd.ts';
import { buildNetwork } from './models/network.ts';
import { NORMALISATION } from './models/input-convention.ts';
import { predictLogits } from './models/predict-logits.ts';
import { countValues, describeWeights, loadWeights, storeWeights } from './models/weight-layout.ts';
import {
  appendHistory,
  readCheckpoint,
  truncateHistory,
  writeBestWeights,
  writeCheckpoint,
  type Checkpoint,
  type EpochRecord,
} from './run/run-folder.ts';
import type { TrainConfig } from './train-config.ts';

/** Told how training goes on. */
export interface TrainingListener {
  onStep(epoch: number, step: number, stepsPerEpoch: number, loss: number): void;
  onEpoch(record: EpochRecord): void;
}

/**
 * Trains until the last epoch, or until the validation loss has not fallen for `config.patience` epochs. After each
 * epoch the run folder holds all that is needed to go on: calling this again with the same folder does.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 *
 * @param folder a run folder, made by `createRunFolder`
 * @returns the epoch whose weights validated best
 * @throws Error if the loss stops being finite or a worker fails
 */
export async function trainNetwork(
  folder: string,
  config: TrainConfig,
  training: Samples,
  validation: Samples,
  listener: TrainingListener,
): Promise<number> {
  const network = buildNetwork(config.network, config.seed);
  const slots = describeWeights(network.full);
  const start = (await readCheckpoint(folder, countValues(slots))) ?? createFirstCheckpoint();
  await truncateHistory(folder, start.epoch);
  const trainer = await startTrainer(training, slots, start.weights, config, NORMALISATION);
  const optimizer = start.optimizer;
  const stepsPerEpoch = Math.floor(training.labels.length / config.batchSize);
  let { bestEpoch, bestLoss } = start;
  try {
    for (let epoch = start.epoch + 1; epoch <= config.epochs && epoch - bestEpoch <= config.patience; epoch++) {
      const startedAt = performance.now();
      const weak = epoch > config.epochs * (1 - config.weakShare);
      await trainer.beginEpoch(epoch, weak ? config.weakAugment : config.augment);
      const loss = await runEpoch(epoch);
      const seconds = (performance.now() - startedAt) / 1000;

      loadWeights(network.full, slots, optimizer.average);
      const scores = validate();
      if (scores.validationLoss < bestLoss) {
        bestLoss = scores.validationLoss;
        bestEpoch = epoch;
        await writeBestWeights(folder, optimizer.average);
      }
      const imagesPerSecond = (stepsPerEpoch * config.batchSize) / seconds;
      const record = { epoch, loss, seconds, imagesPerSecond, ...scores };
      await appendHistory(folder, record);
      await writeCheckpoint(folder, { epoch, bestEpoch, bestLoss, weights: trainer.weights, optimizer });
      listener.onEpoch(record);
    }
  } finally {
    await trainer.dispose();
  }
  return bestEpoch;

  function createFirstCheckpoint(): Checkpoint {
    const weights = new Float32Array(countValues(slots));
    storeWeights(network.full, slots, weights);
    return { epoch: 0, bestEpoch: 0, bestLoss: Infinity, weights, optimizer: createSgdState(weights) };
  }

  async function runEpoch(epoch: number): Promise<number> {
    const order = shuffle(Int32Array.from(training.labels.keys()), createRandom(config.seed, epoch));
    let lossSum = 0;
    for (let step = 0; step < stepsPerEpoch; step++) {
      const learningRate = computeLearningRate(
        (epoch - 1) * stepsPerEpoch + step,
        config.epochs * stepsPerEpoch,
        config.warmupSteps,
        config.peakLearningRate,
      );
      const rows = order.subarray(step * config.batchSize, (step + 1) * config.batchSize);
      const loss = await trainer.step(rows, learningRate, optimizer);
      lossSum += loss;
      listener.onStep(epoch, step + 1, stepsPerEpoch, loss);
    }
    return lossSum / stepsPerEpoch;
  }

  function validate(): Pick<EpochRecord, 'validationLoss' | 'ferPlusMajority' | 'fer2013Labels'> {
    const logits = predictLogits(network.full, validation.pixels, NORMALISATION);
    const rule = { prior: computePrior(training.targets), priorStrength: 0, temperature: 1 };
    const predictions = decideRows(logits, rule);
    return {
      validationLoss: computeCrossEntropy(logits, validation.targets, rule),
      ferPlusMajority: scorePredictions(predictions, validation.majority),
      fer2013Labels: scorePredictions(predictions, validation.labels),
    };
  }
}
