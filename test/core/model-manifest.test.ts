import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { ManifestError, parseManifest } from '../../src/core/model-manifest.ts';
import { MANIFEST } from './made-up-manifest.ts';

type Json = Record<string, unknown>;

/** A copy of the made-up manifest with another value at `path`, or without it if that is undefined. */
function change(path: string, value: unknown): Json {
  const copy = JSON.parse(JSON.stringify(MANIFEST)) as Json;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((node, key) => node[key] as Json, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

function readError(json: unknown): ManifestError {
  try {
    parseManifest(json);
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
  return expect.fail('the manifest was accepted');
}

describe('parseManifest', () => {
  it('returns what it was given', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(MANIFEST)))).toEqual(MANIFEST);
  });

  it.each([null, undefined, 'manifest', 7, []])('refuses %o', (json) => {
    expect(readError(json)).toMatchObject({ name: 'ManifestError' });
  });

  it.each([
    'format',
    'version',
    'labels',
    'heads',
    'input',
    'input.width',
    'normalisation.mean',
    'normalisation.std',
    'crop.scale',
    'crop.offsetY',
    'decisions.everyday.temperature',
    'decisions.everyday.logitOffsets',
    'decisions.acting.logitOffsets',
    'weightsSha256',
    'parameters',
    'macs',
    'golden.crops',
    'golden.logits',
    'metrics',
    'metrics.split',
    'metrics.fer2013Labels',
    'metrics.fer2013Labels.interval',
    'metrics.fer2013Labels.confusion',
    'metrics.labelHead',
    'metrics.clean',
    'metrics.acting.ferPlusMajority',
    'metrics.robustness',
    'metrics.humanBaseline',
    'calibration.offsets',
    'calibration.ece.after',
    'data.hashes.votes',
    'data.splitRule',
    'training.seed',
    'training.gitCommit',
  ])('says which value is missing: %s', (path) => {
    const { detail, message } = readError(change(path, undefined));
    expect(detail).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}: `));
    expect(message).toContain(detail);
  });

  it.each<[string, unknown]>([
    ['format', 'another-model'],
    ['version', 4],
    ['heads', []],
    ['heads', ['labels']],
    ['heads', ['votes', 'emotions']],
    ['input.width', 64],
    ['input.channels', 3],
    ['labels', [...EXPRESSIONS].reverse()],
    ['labels', EXPRESSIONS.slice(0, 6)],
    ['normalisation.std', 0],
    ['crop.scale', -1],
    ['crop.offsetX', 'left'],
    ['decisions.everyday.temperature', 0],
    ['decisions.everyday.logitOffsets', [1, -1]],
    ['decisions.everyday.logitOffsets', [0, 0, 0, 0, 0, 0, null]],
    ['decisions.everyday.logitOffsets', [0, 0, 0, 0, 0, 0, 1]],
    ['weightsSha256', 'A5'.repeat(32)],
    ['weightsSha256', 'a5'],
    ['parameters', 1.5],
    ['macs', -1],
    ['golden.crops', 'AAAA'],
    ['golden.crops', 'A!AA'.repeat(768)],
    ['golden.logits', []],
    ['golden.logits', [[0, 0, 0, 1, 0, 0]]],
    ['golden.logits', [Array(14).fill(0)]],
    ['metrics.fer2013Labels.accuracy', 90],
    ['metrics.fer2013Labels.interval', [0.5]],
    ['metrics.fer2013Labels.recalls', [0.7]],
    ['metrics.clean', { fer2013Labels: null }],
    ['metrics.robustness', { uncorrupted: { accuracy: 0.9, meanRecall: 0.8 }, corrupted: [{ corruption: 'blur' }] }],
    ['metrics.humanBaseline', { n: 1, network: -1, everyday: 1, person: 1 }],
    ['decisions.acting.logitOffsets', [1, 1, 1, 1, 1, 1, 1]],
    ['calibration.offsets.prior', [0.2, 0, 0.2, 0.2, 0.2, 0.1, 0.1]],
    ['calibration.offsets.prior', [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2]],
    ['calibration.offsets.strengths', { everyday: -0.5, acting: 1 }],
    ['calibration.truth', 'anybody'],
    ['calibration.ece.before', -0.1],
    ['data.hashes.data', 'a5'],
    ['training.config', 'default'],
  ])('refuses %s = %j and names it', (path, value) => {
    expect(readError(change(path, value)).detail.startsWith(path.split('.')[0] as string)).toBe(true);
  });

  it('names expected and actual labels', () => {
    const { detail } = readError(change('labels', ['happy', 'sad']));
    expect(detail).toBe('labels: expected angry, disgust, fear, happy, sad, surprise, neutral, got happy, sad');
  });
});
