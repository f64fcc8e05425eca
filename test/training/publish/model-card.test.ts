import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/core/model-manifest.ts';
import { describeModelCard } from '../../../training/publish/model-card.ts';
import { folderOfModel, MODEL_CARD } from '../../../training/models/model-files.ts';
import { BLIND_SCORES, EARLIER_SCORES } from '../../core/made-up-blind-scores.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';

const FOLDER = join(import.meta.dirname, '../../..', folderOfModel('fast'));

describe('the model card', () => {
  it('of the committed model says what its manifest says', () => {
    const manifest = parseManifest(JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')));
    expect(readFileSync(join(FOLDER, MODEL_CARD), 'utf8')).toBe(describeModelCard(manifest)); // else: npm run export
  });

  it('gives scores with intervals, recall of each expression, calibration and hashes', () => {
    const card = describeModelCard(MANIFEST).replace(/ +/g, ' '); // columns are aligned
    expect(card).toContain('| FER2013’s own labels | 70.00 % | 58.50..79.40 % | 70.00 % | 70.00 % | 70 |');
    expect(card).toContain('| disgust | 70.00 % | 39.68..89.22 % | 10 |'); // Wilson's interval of 7 in 10
    expect(card).toContain('| expected calibration error | 8.00 % | 2.00 % |');
    expect(card).toContain('| acting | 70.00 % | 70.00 % | 70.00 % |');
    expect(card).toContain('`' + 'b6'.repeat(32) + '`');
    expect(card).toContain('every day 0.4 times it, a number that was chosen on PublicTest, and 1.2 times it');
    expect(card).toContain('npm run export -- --everyday-strength 0.4');
    expect(card).toContain('An expression, not an emotion');
  });

  it('gives blind scores first, and says that the others were chosen on', () => {
    const card = describeModelCard(MANIFEST, BLIND_SCORES);
    const blind = card.indexOf('## How good it is: PrivateTest, blind');
    expect(blind).toBeGreaterThan(0);
    expect(card.indexOf('| the everyday rule')).toBeGreaterThan(blind);
    expect(card.indexOf('## How good it looks: PublicTest')).toBeGreaterThan(card.indexOf('| the everyday rule'));
    expect(card).toContain('Decision rules, recipes and promotions were chosen on these faces');
    expect(card).toContain('1.100 as it reads every day');
    expect(describeModelCard(MANIFEST, EARLIER_SCORES)).not.toContain('1.100 as it reads every day');
    expect(describeModelCard(MANIFEST)).toContain('Nobody has measured this network on faces that took no part.');
  });

  it('gives scores on corrupted faces, and a person beside the network', () => {
    const robustness = {
      uncorrupted: { accuracy: 0.7, meanRecall: 0.6 },
      corrupted: [{ corruption: 'blurred', accuracy: 0.65, meanRecall: 0.55, change: -0.05 }],
    };
    const humanBaseline = { n: 70, network: 0.9, everyday: 1.1, person: 1.2345 };
    const card = describeModelCard({ ...MANIFEST, metrics: { ...MANIFEST.metrics, robustness, humanBaseline } });
    expect(card.replace(/ +/g, ' ')).toContain('| blurred | 65.00 % | -5.00 | 55.00 % |');
    expect(card).toContain('1.234 for what one held-out person’s vote tells');
  });

  it('says that a training began with another model', () => {
    const config = { startFrom: { folder: 'models/old', weightsSha256: 'c7'.repeat(32) } };
    const card = describeModelCard({ ...MANIFEST, training: { ...MANIFEST.training, config } });
    expect(card).toContain('begun from an earlier model (its weights’ SHA-256 begins with c7c7c7c7c7c7)');
    expect(card).toContain('`npm run train:restore -- c7c7c7c7c7c7 models/old`');
    expect(describeModelCard(MANIFEST)).not.toMatch(/earlier model|npm run train:restore/);
  });

  it('says how to make a teacher that never shipped', () => {
    const madeBy = [
      'npm run train -- --preset mobilenet --start-from a/b.json --run models/mentor-run',
      'npm run export',
    ];
    const teacher = { folder: 'models/mentor', weightsSha256: 'd3'.repeat(32), madeBy };
    const training = { ...MANIFEST.training, config: { teachers: [teacher] } };
    expect(describeModelCard({ ...MANIFEST, training })).toContain(`then \`${madeBy.join('`, `')}\`, `);
  });

  it('says that a network knows of other faces, itself or by its teachers', () => {
    const teacher = { folder: 'models/mentor', weightsSha256: 'd3'.repeat(32), outsideNetworks: ['a/b.json'] };
    const itself = { startFrom: { folder: 'c/d.json', weightsSha256: 'e5'.repeat(32) } };
    for (const [config, file] of [
      [{ teachers: [teacher] }, 'a/b.json'],
      [itself, 'c/d.json'],
    ] as const) {
      const card = describeModelCard({ ...MANIFEST, training: { ...MANIFEST.training, config } });
      expect(card).toContain(
        `It knows of other faces, too: a model that it learnt from, or itself, began with \`${file}\``,
      );
      expect(card).not.toContain('npm run train:restore -- e5');
    }
    expect(describeModelCard(MANIFEST)).not.toContain('It knows of other faces');
  });

  it('leaves out what the manifest does not know', () => {
    const { metrics } = MANIFEST;
    const card = describeModelCard({
      ...MANIFEST,
      metrics: { ...metrics, fer2013Labels: null, clean: null, acting: { fer2013Labels: null, ferPlusMajority: null } },
    });
    expect(card).not.toMatch(/null|undefined|NaN/);
    expect(card).not.toContain('leakage list does not tie');
    expect(card).not.toContain('Recall of each expression');
  });
});
