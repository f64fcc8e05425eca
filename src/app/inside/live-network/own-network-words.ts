import { m } from '../../../words/compiled/messages.js';
import { writeList } from '../../../words/formats.ts';
import type { ProblemCode } from '../../engine-lifecycle/problem.ts';
import type { Notice } from '../../shell/words.ts';

/**
 * What to say when a network of the visitor's cannot be looked into: not what is said of the page's own, which a reload or
 * whoever runs the site may mend.
 *
 * @param missing names of files that make a network and were not among those chosen
 */
export function writeOwnProblem(code: ProblemCode, missing: readonly string[]): Notice {
  const hasModel = !missing.includes('model.json') || !missing.includes('manifest.json');
  if (!hasModel) return { title: m.own_network_none_title(), text: m.own_network_none_text() };
  if (code === 'model-missing') {
    const text =
      missing.length > 0 ? m.own_network_missing_text({ files: writeList(missing) }) : m.own_network_other_text();
    return { title: m.own_network_missing_title(), text };
  }
  if (code === 'model-mismatch') {
    return { title: m.own_network_mismatch_title(), text: m.own_network_mismatch_text() };
  }
  if (code === 'model-miscomputed') {
    return { title: m.own_network_miscomputed_title(), text: m.own_network_miscomputed_text() };
  }
  return { title: m.own_network_unreadable_title(), text: m.own_network_unreadable_text() };
}
