import { describe, expect, it } from 'vitest';
import { computeProbabilities } from '../../../src/core/decision-rule.ts';
import { parseManifest } from '../../../src/core/model-manifest.ts';
import { upgradeManifest } from '../../../training/models/upgrade-manifest.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';

const PRIOR = [0.12, 0.01, 0.03, 0.3, 0.13, 0.14, 0.27];
const EARLIER = {
  ...MANIFEST,
  version: 4,
  decisions: {
    everyday: { prior: PRIOR, priorStrength: 0.5, temperature: 1.5 },
    acting: { prior: PRIOR, priorStrength: 1, temperature: 1.2 },
  },
  calibration: { ...MANIFEST.calibration, offsets: undefined, accuracyBudget: 0.01 },
};

describe('upgradeManifest', () => {
  it('makes a manifest of version 4 one that this program accepts, and that gives the same probabilities', () => {
    expect(() => parseManifest(EARLIER)).toThrow(/version/);
    const manifest = parseManifest(upgradeManifest(EARLIER));
    expect(manifest.calibration).toEqual({ ...MANIFEST.calibration, offsets: null });
    const logits = [0.3, -1, 0.2, 1.1, 0.9, -0.5, 1];
    // softmax(logits / temperature - strength log prior)
    const exponentials = logits.map((z, k) => Math.exp(z / 1.5) / Math.sqrt(PRIOR[k] as number));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    computeProbabilities(logits, manifest.decisions.everyday).forEach((probability, k) =>
      expect(probability).toBeCloseTo((exponentials[k] as number) / sum, 12),
    );
  });

  it.each([[MANIFEST], [{ version: 3 }], [{ version: 4 }], ['manifest'], [null]])('leaves %j as it is', (json) => {
    expect(upgradeManifest(json)).toBe(json);
  });
});
