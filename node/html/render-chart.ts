import { plot, type Markish, type PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, Html } from './html.ts';

/** Colours of the report's style sheet; they change with the colour scheme, which fixed ones could not. */
export const CHART_COLOURS = { first: 'var(--first)', second: 'var(--second)', mark: 'var(--ink-soft)' } as const;

/** A line or area that the chart's legend explains. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly shape: 'line' | 'dashes' | 'area' | 'dots';
}

/** A chart and the words around it. */
export interface Chart {
  readonly title: string;
  readonly caption?: string;
  readonly legend?: readonly LegendEntry[];
  readonly marks: readonly Markish[];
  readonly x: NonNullable<PlotOptions['x']>;
  readonly y: NonNullable<PlotOptions['y']>;
  /** Height in units of which the chart is 440 wide; 270 by default. */
  readonly height?: number;
}

/** Dash pattern of lines that the legend shows as dashes. */
export const DASHES = '6 4';

const WIDTH = 440;
/** Room for ticks and labels of 13 px, and above for a mark's words. */
const MARGINS = { marginTop: 44, marginLeft: 52, marginRight: 16, marginBottom: 44 };
const SWATCHES: Readonly<Record<LegendEntry['shape'], string>> = {
  line: '<path d="M0 6H24" stroke-width="2.5"/>',
  dashes: `<path d="M0 6H24" stroke-width="2.5" stroke-dasharray="${DASHES}"/>`,
  area: '<path d="M4 6H20" stroke-width="12" opacity="0.55"/>',
  dots: '<circle cx="12" cy="6" r="2" stroke-width="4"/>',
};

/** Draws a chart as inline SVG in a figure. It grows and shrinks with its column. */
export function renderChart({ title, caption, legend = [], marks, x, y, height = 270 }: Chart): Html {
  // `never` and a cast, since training has no DOM types and the tests, which check this file too, have them.
  const { document } = parseHTML('<html></html>') as unknown as { readonly document: never };
  const drawing = plot({
    document,
    width: WIDTH,
    height,
    ...MARGINS,
    style: { fontSize: '13px' },
    ariaLabel: title,
    x,
    y: { grid: true, ...y },
    marks: [...marks],
  }) as unknown as { readonly outerHTML: string };
  return html`<figure>
    <figcaption>
      <h3>${title}</h3>
      ${legend.length > 0 ? html`<p class="legend">${legend.map(renderLegendEntry)}</p>` : null}
    </figcaption>
    ${new Html(drawing.outerHTML)} ${caption === undefined ? null : html`<p class="note">${caption}</p>`}
  </figure>`;
}

function renderLegendEntry({ name, colour, shape }: LegendEntry): Html {
  return html`<span>
    <svg width="24" height="12" stroke="${colour}" fill="none" aria-hidden="true">${new Html(SWATCHES[shape])}</svg>
    ${name}
  </span> `;
}
