import { m } from '../../../words/compiled/messages.js';
import type { Notice } from '../../shell/words.ts';
import type { Trouble } from './find-trouble.ts';

/** What goes wrong, why, and what to try. */
export function writeTrouble({ name, units }: Trouble): Notice {
  switch (name) {
    case 'diverged':
      return { title: m.backprop_diverged_title(), text: m.backprop_diverged_text() };
    case 'swinging':
      return { title: m.backprop_swinging_title(), text: m.backprop_swinging_text() };
    case 'symmetric':
      return { title: m.backprop_symmetric_title(), text: m.backprop_symmetric_text() };
    case 'one-unit':
      return { title: m.backprop_one_unit_title(), text: m.backprop_one_unit_text() };
    case 'dead':
      return {
        title: m.backprop_dead_title({ units: units.map((unit) => unit + 1).join(', ') }),
        text: m.backprop_dead_text(),
      };
    case 'plateau':
      return { title: m.backprop_plateau_title(), text: m.backprop_plateau_text() };
    case 'stuck':
      return { title: m.backprop_stuck_title(), text: m.backprop_stuck_text() };
    default:
      return name satisfies never;
  }
}
