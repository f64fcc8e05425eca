import sharp from 'sharp';
import { EXPRESSIONS } from '../../src/core/expressions.ts';
import { INPUT_SIZE } from '../../src/core/preprocess.ts';
import type { Mistake } from './collect-mistakes.ts';
import { formatShare } from '../../node/format.ts';
import { html, type Html } from '../../node/html/html.ts';

/** The pictures of mistakes, each with what the model and what people said. */
export async function renderMistakes(mistakes: readonly Mistake[]): Promise<Html> {
  if (mistakes.length === 0) return html`<p>There is no wrong answer.</p>`;
  return html`<ul class="mistakes">
    ${await Promise.all(mistakes.map(renderMistake))}
  </ul>`;
}

async function renderMistake(mistake: Mistake): Promise<Html> {
  const answer = EXPRESSIONS[mistake.answer] as string;
  const truth = EXPRESSIONS[mistake.truth] as string;
  const { voteShare } = mistake;
  return html`<li>
    <img
      src="${await encodePicture(mistake.pixels)}"
      width="${INPUT_SIZE}"
      height="${INPUT_SIZE}"
      alt="Face of row ${mistake.sourceRow}"
    />
    <dl>
      <dt>model</dt>
      <dd><strong>${answer}</strong> ${formatShare(mistake.probability)}</dd>
      <dt>${voteShare === null ? 'label' : 'votes'}</dt>
      <dd><strong>${truth}</strong>${voteShare === null ? null : html` ${formatShare(voteShare)}`}</dd>
      <dt>row</dt>
      <dd>${mistake.sourceRow}</dd>
    </dl>
  </li>`;
}

/** A gray picture as a data URI. */
async function encodePicture(pixels: Uint8Array): Promise<string> {
  const raw = { width: INPUT_SIZE, height: INPUT_SIZE, channels: 1 } as const;
  const png = await sharp(pixels, { raw }).png().toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
