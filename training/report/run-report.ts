import { join } from 'node:path';
import { type EpochRecord, type RunDescription, readHistory, readRunDescription } from '../run/run-folder.ts';
import { formatPercent, formatDuration } from '../../node/format.ts';
import { writeWhole } from '../../node/whole-files.ts';
import type { Evaluation } from '../scoring/evaluate-model.ts';
import { type Mistake, collectMistakes } from './collect-mistakes.ts';
import { describeSettings } from './describe-settings.ts';
import { html, type Html } from '../../node/html/html.ts';
import { renderMistakes } from './render-mistakes.ts';
import { renderReliability } from './render-reliability.ts';
import { renderConfusion, renderScoreTable } from './render-scores.ts';
import { renderReportPage } from '../../node/html/report-page.ts';
import { renderTrainingCurves } from './training-curves.ts';
import type { Samples } from '../data/samples.ts';
import { predictLogits } from '../scoring/predict-logits.ts';
import type { PackedModel } from '../publish/pack-run.ts';

/** What is known of a run. Without evaluation or mistakes, the report has none. */
export interface RunReport {
  readonly description: RunDescription;
  readonly history: readonly EpochRecord[];
  /** Of the trained network on PublicTest, by the decision rule that an export ships. */
  readonly evaluation?: Evaluation;
  readonly mistakes?: readonly Mistake[];
}

/** Name of the report in a run's folder. */
export const REPORT_FILE = 'report.html';

/**
 * Writes `report.html` into a run's folder: one file that needs no other, no script and no network. The same run gives
 * the same bytes. An interruption leaves the report that was there.
 */
export async function writeRunReport(folder: string, report: RunReport): Promise<void> {
  await writeWhole(join(folder, REPORT_FILE), await renderRunReport(report));
}

/** The report as the text of an HTML document. */
export async function renderRunReport({ description, history, evaluation, mistakes }: RunReport): Promise<string> {
  const { config, trainingRows } = description;
  const title = `Training run: ${config.network.name}`;
  const settings = describeSettings(description).map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd>`,
  );
  const content = html`
    ${renderSummary(history, config.epochs)}
    <section>
      <h2>Settings</h2>
      <div class="panel"><dl class="settings">${settings}</dl></div>
    </section>
    ${history.length === 0 ? null : renderCurves(renderTrainingCurves(history, config, trainingRows))}
    ${evaluation ? renderEvaluation(evaluation) : null} ${mistakes ? await renderMistakeSection(mistakes) : null}
  `;
  return renderReportPage(title, content);
}

function renderSummary(history: readonly EpochRecord[], epochs: number): Html {
  const last = history.at(-1);
  if (!last) return html`<p>No epoch has ended yet.</p>`;
  const seconds = history.reduce((sum, record) => sum + record.seconds, 0);
  const tiles = [
    ['epochs', `${history.length} of ${epochs}`],
    ['training time', formatDuration(seconds)],
    ['validation loss', last.validationLoss.toFixed(4)],
    ...(last.ferPlusMajority ? [['FER+ majority accuracy', formatPercent(last.ferPlusMajority.accuracy)]] : []),
    ...(last.fer2013Labels ? [['FER2013 labels accuracy', formatPercent(last.fer2013Labels.accuracy)]] : []),
  ].map(
    ([name, value]) =>
      html`<div>
        <dt>${name as string}</dt>
        <dd>${value as string}</dd>
      </div>`,
  );
  return html`<dl class="tiles">${tiles}</dl>`;
}

function renderCurves(charts: readonly Html[]): Html {
  return html`<section>
    <h2>Curves</h2>
    <div class="charts">${charts}</div>
  </section>`;
}

function renderEvaluation({ metrics, crossEntropy, calibration }: Evaluation): Html {
  const reliability = calibration.ferPlusMajority ?? calibration.fer2013Labels;
  const matrix = metrics.ferPlusMajority ?? metrics.fer2013Labels;
  const matrixTruth = metrics.ferPlusMajority ? 'what most of the FER+ voters chose' : 'FER2013’s label';
  return html`<section>
      <h2>The trained network on PublicTest</h2>
      <p class="note">By the decision rule that an export ships: the temperature is fitted to the even rows.</p>
      <div class="panel">
        ${renderScoreTable([
          ['FER+ majority', metrics.ferPlusMajority],
          ['FER2013 labels', metrics.fer2013Labels],
          ['FER2013 labels, by the head for them', metrics.labelHead],
        ])}
      </div>
      <p class="note">Cross-entropy to the targets: ${crossEntropy.toFixed(4)} nats.</p>
    </section>
    ${
      matrix &&
      html`<section>
        <h2>Confusion matrix</h2>
        <p class="note">A row: ${matrixTruth}. A column: what the model says. Shaded by share of the row.</p>
        <div class="panel">${renderConfusion(matrix)}</div>
      </section>`
    }
    ${
      reliability &&
      html`<section>
        <h2>Calibration</h2>
        <div class="charts">${renderReliability(reliability.bins, reliability.ece)}</div>
      </section>`
    }`;
}

async function renderMistakeSection(mistakes: readonly Mistake[]): Promise<Html> {
  return html`<section>
    <h2>Worst mistakes</h2>
    <p class="note">
      The wrong answers with the highest probability. The pictures show people: keep this file to yourself.
    </p>
    ${await renderMistakes(mistakes)}
  </section>`;
}

/**
 * Writes a run's whole report: curves, and what its network does on PublicTest, the worst mistakes included.
 *
 * @param packed the run, as `packRun` scored it
 * @param samples the rows that it was scored on
 * @returns the report's path
 */
export async function reportRun(folder: string, packed: PackedModel, samples: Samples): Promise<string> {
  const { manifest, model, whole: evaluation } = packed;
  const { votes } = predictLogits(model, samples.pixels, manifest.normalisation);
  await writeRunReport(folder, {
    description: await readRunDescription(folder),
    history: await readHistory(folder),
    evaluation,
    mistakes: collectMistakes(samples, votes, manifest.decisions.everyday),
  });
  return join(folder, REPORT_FILE);
}
