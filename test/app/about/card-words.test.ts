import { expect, it } from 'vitest';
import { m } from '../../../src/words/compiled/messages.js';
import { describeModelCard } from '../../../training/publish/model-card.ts';
import { BLIND_SCORES } from '../../core/made-up-blind-scores.ts';
import { MANIFEST } from '../../core/made-up-manifest.ts';

const simplify = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');

it.each([
  m.about_purpose_text,
  m.about_not_text,
  m.about_limit_pictures,
  m.about_limit_people,
  m.about_limit_rare,
  m.about_limit_words,
  m.about_chosen_text,
  m.about_calibration_ece,
  m.about_calibration_labels,
])('the page says what the card says: %#', (write) => {
  expect(simplify(describeModelCard(MANIFEST, BLIND_SCORES))).toContain(simplify(write()));
});

it('and that nobody has measured a network', () => {
  expect(describeModelCard(MANIFEST, null)).toContain(m.about_unmeasured());
});
