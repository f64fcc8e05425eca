import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { formatPercent, formatCount, formatShare } from '../../node/format.ts';
import type { Metrics } from '../scoring/metrics.ts';
import { html, type Html } from '../../node/html/html.ts';

/** A table of accuracy and mean recall, one line a truth; those without rows are left out. */
export function renderScoreTable(scores: readonly (readonly [truth: string, score: Metrics | null])[]): Html {
  const rows = scores.map(([truth, score]) =>
    score === null
      ? html``
      : html`<tr>
          <th scope="row">${truth}</th>
          <td>${formatPercent(score.accuracy)}</td>
          <td>${formatPercent(score.meanRecall)}</td>
          <td>${formatCount(score.correct)} of ${formatCount(score.n)}</td>
        </tr>`,
  );
  return html`<table class="scores">
    <thead>
      <tr>
        <th scope="col">truth</th>
        <th scope="col">accuracy</th>
        <th scope="col">mean recall</th>
        <th scope="col">right</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** The confusion matrix: a row a truth, a column an answer; a cell is shaded by its share of the row. */
export function renderConfusion({ confusion, recalls }: Metrics): Html {
  const rows = confusion.map((counts, truth) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const recall = recalls[truth];
    const cells = counts.map((count, answer) => {
      const shade = total === 0 ? 0 : Math.round((100 * count) / total);
      return html`<td class="${answer === truth ? 'cell right' : 'cell'}" style="--shade: ${shade}%">${count}</td>`;
    });
    return html`<tr>
      <th scope="row">${EXPRESSIONS[truth] as string}</th>
      ${cells}
      <td>${formatCount(total)}</td>
      <td>${recall == null ? '–' : formatShare(recall)}</td>
    </tr>`;
  });
  const columns = [...EXPRESSIONS, 'faces', 'recall'].map((word) => html`<th scope="col"><span>${word}</span></th>`);
  return html`<table class="confusion">
    <thead>
      <tr>
        <td></td>
        ${columns}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
