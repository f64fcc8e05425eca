import type { AugmentConfig } from '../recipe/augmentation.ts';
import type { OptimizerConfig } from '../recipe/optimizer-config.ts';
import { countCost } from '../../src/core/count-cost.ts';
import { listHeads, type NetworkDescription } from '../../src/core/network-description.ts';
import type { RunDescription } from '../run/run-folder.ts';
import type { ModelReference } from '../../src/core/foundations.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import { formatCount, formatShare, shortenHash } from '../../node/format.ts';

/** Name and value of what decided a run, in the order in which the report lists them. */
export function describeSettings(description: RunDescription): (readonly [name: string, value: string])[] {
  const { config, paths, dataHashes, gitCommit, trainingRows } = description;
  const { parameters, macs } = countCost(config.network);
  return [
    [
      'network',
      `${config.network.name}: ${formatCount(parameters)} parameters, ${(macs / 1e6).toFixed(1)} million multiply-adds a face`,
    ],
    ['heads', describeHeads(config.network)],
    ['engine', `${config.engine}, ${config.workers} ${config.workers === 1 ? 'worker' : 'workers'}`],
    ['data', describeFile(paths.data, dataHashes.data)],
    ['votes', paths.votes === undefined ? 'none' : describeFile(paths.votes, dataHashes.votes)],
    ['leakage list', paths.leakage === undefined ? 'none' : describeFile(paths.leakage, dataHashes.leakage)],
    ['training faces', formatCount(trainingRows)],
    ['targets', config.targets === 'vote-shares' ? 'shares of the votes' : 'the word with most votes'],
    ['start', config.startFrom ? describeModel(config.startFrom) : 'random weights'],
    ['teachers', describeTeachers(config)],
    ['epochs', String(config.epochs)],
    ['batch', `${config.batchSize} faces`],
    ['optimizer', describeOptimizer(config.optimizer)],
    ['learning rate', `${config.peakLearningRate}, after ${config.warmupSteps} steps of warm-up, then a cosine to 0`],
    ['augmentation', describeAugmentation(config.augment)],
    [`last ${formatShare(config.weakShare)} of the epochs`, describeAugmentation(config.weakAugment)],
    ['seed', String(config.seed)],
    ['git commit', gitCommit ?? 'not known'],
  ];
}

function describeHeads(network: NetworkDescription): string {
  return listHeads(network)
    .map(({ name, lossWeight }) => `${name} (weight ${lossWeight})`)
    .join(', ');
}

function describeTeachers({ teachers, teacherWeight, teachersSeeUndamaged }: TrainConfig): string {
  if (teachers.length === 0) return 'none';
  const view = teachersSeeUndamaged ? ', by faces that are not blurred, compressed or painted over' : '';
  return `${teachers.map(describeModel).join(', ')}, with a weight of ${teacherWeight} beside the targets${view}`;
}

function describeModel({ folder, weightsSha256 }: ModelReference): string {
  return describeFile(folder, weightsSha256);
}

function describeFile(path: string, hash: string | undefined): string {
  return hash === undefined ? path : `${path} (SHA-256 ${shortenHash(hash)})`;
}

function describeOptimizer({ rule, weightDecay, clipNorm, averageDecay }: OptimizerConfig): string {
  const parts = [
    rule.type === 'sgd'
      ? `SGD with Nesterov momentum ${rule.momentum}`
      : `Adam (${rule.beta1}, ${rule.beta2}, epsilon ${rule.epsilon})`,
    `weight decay ${weightDecay}`,
    ...(clipNorm === null ? [] : [`gradient norm at most ${clipNorm}`]),
    `averaging ${averageDecay}`,
  ];
  return parts.join(', ');
}

function describeAugmentation({ erasedSides, ...strengths }: AugmentConfig): string {
  const used = Object.entries(strengths).filter(([, strength]) => strength > 0);
  if (used.length === 0) return 'none';
  const words = used.map(([change, strength]) => `${change} ${strength}`);
  return strengths.erasing > 0 ? `${words.join(', ')} (${erasedSides.join(' to ')} pixels)` : words.join(', ');
}
