import type { Term } from '../../../core/explain-value.ts';

/** What a kernel reads of one input map. */
export interface TermGroup {
  readonly channel: number;
  /** Row by row. */
  readonly terms: readonly Term[];
  /** Of the products. */
  readonly sum: number;
}

/** Terms by their channels, in the order in which these come first. */
export function groupTerms(terms: readonly Term[]): readonly TermGroup[] {
  const byChannel = new Map<number, Term[]>();
  for (const term of terms) {
    const group = byChannel.get(term.channel);
    if (group) group.push(term);
    else byChannel.set(term.channel, [term]);
  }
  return Array.from(byChannel, ([channel, group]) => ({
    channel,
    terms: group,
    sum: group.reduce((sum, { value, weight }) => sum + value * weight, 0),
  }));
}
