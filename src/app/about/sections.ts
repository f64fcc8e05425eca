import { m } from '../../words/compiled/messages.js';

/** The parts of the page about a model, in their order, and what they are called. */
export const SECTION_TITLES = {
  what: m.about_what_title,
  blind: m.about_blind_title,
  chosen: m.about_chosen_title,
  recall: m.about_recall_title,
  matrix: m.about_matrix_title,
  calibration: m.about_calibration_title,
  robustness: m.about_robust_title,
  data: m.about_data_title,
  limits: m.about_limits_title,
  versions: m.about_version_title,
  machine: m.about_machine_title,
} as const;

export type SectionName = keyof typeof SECTION_TITLES;
export const SECTIONS = Object.keys(SECTION_TITLES) as readonly SectionName[];

/** Id of a part's heading. */
export function idOfSection(name: SectionName): string {
  return `about-${name}`;
}
