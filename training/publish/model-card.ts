import { areRulesPresent, findBlindScores, type BlindScores } from '../../src/core/blind-scores.ts';
import { PRIORS, type PriorName } from '../../src/core/decision-rule.ts';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import type { ModelManifest, MetricsRecord } from '../../src/core/model-manifest.ts';
import { isConvolution, type NetworkDescription } from '../../src/core/network-description.ts';
import { formatTable, formatPercent } from '../../node/format.ts';
import { describeTrainingFlags } from '../recipe/preset-options.ts';
import {
  describePrior,
  describeRule,
  formatInterval,
  describeHumanBaseline,
  describeRobustness,
} from '../scoring/describe-scores.ts';
import { describeBlindCaveat, describeBlindRecalls, describeBlindTable } from './describe-blind-scores.ts';
import type { TrainConfig } from '../recipe/train-config.ts';
import { listCommands, listFoundations, listOutsideNetworks } from '../foundations/model-lineage.ts';
import { computeWilsonInterval } from '../../src/core/wilson-interval.ts';

const TRUTHS = {
  ferPlusMajority: 'the majority of ten people (FER+)',
  fer2013Labels: 'FER2013’s own labels',
  labelHead: 'FER2013’s own labels, by the head for them',
} as const;

/** Whose weights a training began with, as a part of a sentence; empty where they were random. */
export function describeStart({ training }: ModelManifest): string {
  const start = (training.config as Partial<TrainConfig>).startFrom;
  if (!start) return '';
  return `, begun from an earlier model (its weights’ SHA-256 begins with ${start.weightsSha256.slice(0, 12)}), whose own epochs are not counted`;
}

/** What a manifest calls its network; undefined if its settings do not say. */
export function nameNetwork({ training }: ModelManifest): string | undefined {
  return (training.config.network as { name?: string } | undefined)?.name;
}

/** What kind of network a manifest's settings tell of; a convolutional one if they do not say, as all were then. */
function describeKind({ training }: ModelManifest): string {
  const layers = (training.config.network as Partial<NetworkDescription> | undefined)?.layers;
  return layers?.every((layer) => !isConvolution(layer)) ? 'fully connected' : 'convolutional';
}

/**
 * A model card (Mitchell et al. 2019) as Markdown: what its manifest says, for people, and how good the network is on
 * blind faces, if anybody has measured that.
 */
export function describeModelCard(manifest: ModelManifest, blind = findBlindScores(manifest.weightsSha256)): string {
  const { calibration, data, metrics } = manifest;
  const size = (manifest.parameters * 2) / 1e6; // float16
  const network = nameNetwork(manifest);
  return [
    '# Model card: Mien’s expression network',
    'Written by `npm run export` from `manifest.json`, which lies beside it; not by hand.',
    '## What it is',
    `A ${describeKind(manifest)} network${network === undefined ? '' : ` (\`${network}\`)`} that reads a gray picture of one face, ` +
      `${manifest.input.width}x${manifest.input.height} pixels, and gives a percentage to each of seven expressions: ` +
      `${EXPRESSIONS.join(', ')}. ${(manifest.parameters / 1e6).toFixed(2)} million parameters, ${size.toFixed(2)} MB ` +
      `as float16, ${(manifest.macs / 1e6).toFixed(1)} million multiply-accumulates a face.`,
    '## What it is for',
    'Showing, in a page and on one’s own device, how people would read the expression that a face shows: for play, for ' +
      'teaching, for learning how such a network comes about.',
    '## What it does not read',
    'An expression, not an emotion: what a face shows is not what a person feels, and the network knows nothing of the ' +
      'latter. It is no basis for judging anybody: not for hiring, teaching, policing, health or advertising.',
    '## Data',
    `${data.trainingRows} faces. ${data.splitRule}${describeOutsideNetworks(manifest)}`,
    describeHashes(data.hashes),
    '## How good it is: PrivateTest, blind',
    ...(blind ? describeBlind(manifest, blind) : ['Nobody has measured this network on faces that took no part.']),
    `## How good it looks: ${metrics.split}`,
    'Decision rules, recipes and promotions were chosen on these faces, which flatters: of faces that took no part, the ' +
      'network reads fewer right. Intervals hold 95 % (Wilson 1927).',
    ...describeScores('All rows', metrics),
    ...(metrics.clean
      ? describeScores(
          'Only rows that the leakage list does not tie to the training (a list may miss some)',
          metrics.clean,
        )
      : []),
    `Cross-entropy to the targets, all rows: ${metrics.crossEntropy.toFixed(3)} nats; a reader who knew the shares of ` +
      `the votes would have ${metrics.targetEntropy.toFixed(3)}.`,
    ...describeClasses(metrics),
    ...describePriorScores(manifest),
    ...describeCorrupted(metrics),
    ...describeHumanBaselines(metrics),
    '## Calibration',
    describeRules(manifest),
    describeCalibration(calibration),
    'Expected calibration error: the mean gap between the highest probability and the share of right answers, in 15 bins ' +
      'of equal width (Guo et al. 2017). ' +
      (calibration.truth === 'ferPlusMajority'
        ? 'It is measured where most people agree; where they do not, an answer is less often right than its percentage says.'
        : 'It is measured against one label a face, which people share less often than they share a majority.'),
    '## Limits',
    [
      '- Trained on small gray pictures that an image search found in 2013 (Goodfellow et al. 2013): on other faces, ' +
        'cameras and light it may well be worse.',
      '- How well it reads people of different age, sex, skin or culture was not measured: the data does not say.',
      '- Disgust and fear are rare in the data, so their scores are uncertain (see the intervals above).',
      '- It knows seven words. Contempt, doubt, effort and everything else end up among them.',
    ].join('\n'),
    '## How to make it again',
    describeTraining(manifest),
  ]
    .join('\n\n')
    .concat('\n');
}

function describeBlind(manifest: ModelManifest, blind: BlindScores): string[] {
  const caveat = describeBlindCaveat(manifest, blind);
  return [
    'These faces trained nothing, and no recipe or promotion was chosen on them; that the rules should take off a few times one prior came of what they had shown. Intervals hold 95 % (Wilson 1927).',
    describeBlindTable(manifest, blind),
    ...(caveat === '' ? [] : [caveat]),
    ...describeBlindRecalls(manifest, blind),
    ...describeBlindHumanBaseline(manifest, blind),
  ];
}

function describeBlindHumanBaseline({ decisions }: ModelManifest, blind: BlindScores): string[] {
  if (!blind.humanBaseline) return [];
  const { everyday, ...plain } = blind.humanBaseline;
  return [describeHumanBaseline(areRulesPresent(blind, decisions) ? { ...plain, everyday } : plain)];
}

function describeTraining(manifest: ModelManifest): string {
  const { training, calibration, metrics } = manifest;
  const { offsets } = calibration;
  const strength = offsets === null ? '' : ` -- --everyday-strength ${offsets.strengths.everyday}`;
  const commit = training.gitCommit === null ? 'a commit that was not recorded' : `commit \`${training.gitCommit}\``;
  const hours = training.hours === null ? '' : `, ${training.hours.toFixed(1)} hours`;
  const flags = describeTrainingFlags(training.config);
  const command =
    flags === null
      ? '`npm run train` with the settings under `training.config` in the manifest'
      : `\`npm run train -- ${flags}\``;
  const before = listCommands(listFoundations(training.config)).map((line) => `\`${line}\``);
  return (
    `${capitalise(commit)}, engine \`${training.engine}\`, seed ${training.seed}, ${training.epochs} epochs${hours}${describeStart(manifest)}. Put ` +
    `the data named above in place; then ${[...before, command].join(', ')}, and \`npm run export${strength}\`. ` +
    `\`npm run evaluate\` gives the scores on ${metrics.split}, \`npm run evaluate:blind\` those on PrivateTest.`
  );
}

/** That the network knows of more faces than those of the data, as a sentence with a space before it; empty if not. */
export function describeOutsideNetworks({ training }: ModelManifest): string {
  const files = listOutsideNetworks(training.config).map((file) => `\`${file}\``);
  if (files.length === 0) return '';
  return (
    ` It knows of other faces, too: a model that it learnt from, or itself, began with ${files.join(', ')}, which had ` +
    'been trained to tell people apart. Those faces are not counted, and nobody has looked whether some of the tests’ are among them.'
  );
}

function describeRules({ calibration, decisions, metrics }: ModelManifest): string {
  const { n, offsets, truth } = calibration;
  const origin =
    offsets === null
      ? 'The offsets were fitted class by class, like the temperatures,'
      : `The offsets take a multiple of the log prior off, which is that of the training targets (${describePrior(offsets.prior)}), ` +
        'after the temperature that calibrates the plain logits (Menon et al. 2021): every day ' +
        `${offsets.strengths.everyday} times it, a number that was chosen on ${metrics.split}, and ${offsets.strengths.acting} times it for acted ` +
        'faces. The temperatures were fitted';
  return (
    `Probabilities are ${describeRule(decisions.everyday)}; for acted faces, ${describeRule(decisions.acting)}. ${origin} ` +
    `to the even rows of ${metrics.split}, and the everyday rule tested on the ${n} odd rows that have a truth by ${TRUTHS[truth]}:`
  );
}

function describeHashes(hashes: ModelManifest['data']['hashes']): string {
  const rows = Object.entries(hashes).map(([name, hash]) => [name, hash === null ? 'none' : `\`${hash}\``]);
  return formatTable([['file', 'SHA-256'], ...rows], 2);
}

function describeScores(title: string, metrics: Pick<ModelManifest['metrics'], keyof typeof TRUTHS>): string[] {
  const rows = listMetrics(metrics).map(([name, { accuracy, interval, meanRecall, macroF1, n }]) => {
    const shares = [formatPercent(meanRecall), formatPercent(macroF1)];
    return [name, formatPercent(accuracy), formatInterval(interval), ...shares, String(n)];
  });
  const header = ['compared with', 'accuracy', '95 % interval', 'mean recall', 'macro F1', 'faces'];
  return rows.length === 0 ? [] : [`${title}:`, formatTable([header, ...rows])];
}

/** Recall of each class by the truth that counts most of those that are there. */
function describeClasses(metrics: ModelManifest['metrics']): string[] {
  const [first] = listMetrics(metrics);
  if (!first) return [];
  const [name, { confusion, recalls }] = first;
  const rows = EXPRESSIONS.map((expression, k) => {
    const counts = confusion[k] as readonly number[];
    const faces = counts.reduce((sum, count) => sum + count, 0);
    const recall = recalls[k];
    if (recall == null) return [expression, '-', '-', '0'];
    const interval = computeWilsonInterval(counts[k] as number, faces);
    return [expression, formatPercent(recall), formatInterval(interval), String(faces)];
  });
  const header = ['expression', 'recall', '95 % interval', 'faces'];
  return [`Recall of each expression, compared with ${name}:`, formatTable([header, ...rows])];
}

/**
 * What a model's rules for both priors give, class by class, as rows of a table: name, accuracy, mean recall, recalls.
 * Empty where no row had a truth.
 *
 * @param format writes a share 0..1
 */
export function listPriorScores({ metrics }: ModelManifest, format: (share: number) => string): string[][] {
  const decisive = (metrics: Pick<ModelManifest['metrics'], 'ferPlusMajority' | 'fer2013Labels'>) =>
    metrics.ferPlusMajority ?? metrics.fer2013Labels;
  const scores: Readonly<Record<PriorName, MetricsRecord | null>> = {
    everyday: decisive(metrics),
    acting: decisive(metrics.acting),
  };
  return PRIORS.flatMap((prior) => {
    const score = scores[prior];
    if (!score) return [];
    const recalls = score.recalls.map((recall) => (recall === null ? '-' : format(recall)));
    return [[prior, format(score.accuracy), format(score.meanRecall), ...recalls]];
  });
}

/** The heads of the columns of `listPriorScores`. */
export const PRIOR_COLUMNS = ['prior', 'accuracy', 'mean recall', ...EXPRESSIONS];

function describePriorScores(manifest: ModelManifest): string[] {
  const rows = listPriorScores(manifest, formatPercent);
  if (rows.length === 0) return [];
  return [
    'By each prior: everyday, as people are met; acting, where the rare ones are as likely and more. Recall of each expression:',
    formatTable([PRIOR_COLUMNS, ...rows]),
  ];
}

function describeCorrupted({ robustness }: ModelManifest['metrics']): string[] {
  if (!robustness) return [];
  return [
    'Faces corrupted as cameras and detectors do; the change is in points of accuracy:',
    describeRobustness(robustness),
  ];
}

function describeHumanBaselines({ humanBaseline }: ModelManifest['metrics']): string[] {
  return humanBaseline ? [describeHumanBaseline(humanBaseline)] : [];
}

function describeCalibration({ ece, crossEntropy, voteCrossEntropy }: ModelManifest['calibration']): string {
  type Change = typeof ece;
  const row = (name: string, { before, after }: Change, format: (value: number) => string) => [
    name,
    format(before),
    format(after),
  ];
  const nats = (value: number) => value.toFixed(3);
  return formatTable([
    ['', 'plain softmax', 'as shipped'],
    row('expected calibration error', ece, formatPercent),
    row('cross-entropy to the truth, nats', crossEntropy, nats),
    ...(voteCrossEntropy ? [row('cross-entropy to the shares of the votes, nats', voteCrossEntropy, nats)] : []),
  ]);
}

function listMetrics(metrics: Pick<ModelManifest['metrics'], keyof typeof TRUTHS>): [string, MetricsRecord][] {
  return (['ferPlusMajority', 'fer2013Labels', 'labelHead'] as const).flatMap((key): [string, MetricsRecord][] =>
    metrics[key] ? [[TRUTHS[key], metrics[key]]] : [],
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
