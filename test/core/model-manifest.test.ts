import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { ManifestError, parseManifest } from '../../src/core/model-manifest.ts';

const manifest = {
  format: 'mien-expression-model',
  version: 1,
  labels: [...EXPRESSIONS],
  input: { width: 48, height: 48, channels: 1 },
  normalisation: { mean: 129.5, std: 64.5 },
  crop: { scale: 1.2, offsetX: 0, offsetY: -0.05 },
  decision: { prior: [0.12, 0.01, 0.03, 0.3, 0.13, 0.14, 0.27], priorStrength: 0.4, temperature: 1.3 },
  weightsSha256: 'a5'.repeat(32),
  parameters: 480_000,
  macs: 86_000_000,
  metrics: {
    split: 'PublicTest',
    fer2013Labels: { n: 3589, correct: 2400, accuracy: 0.669, meanRecall: 0.65 },
    ferPlusMajority: null,
  },
  training: { engine: 'tfjs-wasm', seed: 1, epochs: 30, rows: 28_000, gitCommit: null, config: { batchSize: 64 } },
};

type Json = Record<string, unknown>;

/** A copy of the manifest above with another value at `path`, or without it if that is undefined. */
function change(path: string, value: unknown): Json {
  const copy = JSON.parse(JSON.stringify(manifest)) as Json;
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
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it.each([null, undefined, 'manifest', 7, []])('refuses %o', (json) => {
    expect(readError(json)).toMatchObject({ name: 'ManifestError' });
  });

  it.each([
    'format',
    'version',
    'labels',
    'input',
    'input.width',
    'normalisation.mean',
    'normalisation.std',
    'crop.scale',
    'crop.offsetY',
    'decision.prior',
    'decision.priorStrength',
    'decision.temperature',
    'weightsSha256',
    'parameters',
    'macs',
    'metrics',
    'metrics.split',
    'metrics.fer2013Labels',
    'training.seed',
    'training.gitCommit',
  ])('says which value is missing: %s', (path) => {
    const { detail, message } = readError(change(path, undefined));
    expect(detail).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}: `));
    expect(message).toContain(detail);
  });

  it.each<[string, unknown]>([
    ['format', 'another-model'],
    ['version', 2],
    ['input.width', 64],
    ['input.channels', 3],
    ['labels', [...EXPRESSIONS].reverse()],
    ['labels', EXPRESSIONS.slice(0, 6)],
    ['normalisation.std', 0],
    ['crop.scale', -1],
    ['crop.offsetX', 'left'],
    ['decision.temperature', 0],
    ['decision.priorStrength', 1.2],
    ['decision.prior', [0.5, 0.5]],
    ['decision.prior', [0.2, 0, 0.2, 0.2, 0.2, 0.1, 0.1]],
    ['decision.prior', [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2]],
    ['weightsSha256', 'A5'.repeat(32)],
    ['weightsSha256', 'a5'],
    ['parameters', 1.5],
    ['macs', -1],
    ['metrics.fer2013Labels', { n: 10, correct: 9, accuracy: 90, meanRecall: 0.9 }],
    ['training.config', 'default'],
  ])('refuses %s = %j and names it', (path, value) => {
    expect(readError(change(path, value)).detail.startsWith(path.split('.')[0] as string)).toBe(true);
  });

  it('names expected and actual labels', () => {
    const { detail } = readError(change('labels', ['happy', 'sad']));
    expect(detail).toBe('labels: expected angry, disgust, fear, happy, sad, surprise, neutral, got happy, sad');
  });
});
