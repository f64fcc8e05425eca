import type { ShownLayer } from '../../../core/describe-layers.ts';
import { INPUT } from '../../../core/network-description.ts';
import { normalise, type Normalisation } from '../../../core/preprocess.ts';
import { findCommonRange, type Palette, type ValueRange } from '../figures/map-colours.ts';

/** How a layer's maps are coloured. */
export interface Colouring {
  readonly palette: Palette;
  /** Of all its maps, as long as these values are on show. */
  readonly findRange: (values: Iterable<number>) => ValueRange;
}

/** Of the maps that a layer gives, by its name. */
export type FindColouring = (output: string) => Colouring;

const GRAY: Colouring = { palette: 'gray', findRange: (values) => findCommonRange(values, 'gray') };
const SIGNED: Colouring = { palette: 'signed', findRange: (values) => findCommonRange(values, 'signed') };

/**
 * How the maps of a network are coloured, by the layers whose output is shown, the input included: the face as it was,
 * from black to white where no value can be below 0, else with a colour for each side.
 *
 * @param layers of a network, in their order
 */
export function chooseColourings(layers: readonly ShownLayer[], normalisation: Normalisation): FindColouring {
  const ends = new Float32Array(2);
  normalise(Uint8Array.of(0, 255), normalisation, ends);
  const [black = 0, white = 1] = ends;
  const colourings = new Map<string, Colouring>([[INPUT, { palette: 'gray', findRange: () => [black, white] }]]);
  for (const { layer, activation, from, output } of layers) {
    const last = layer.type === 'activation' ? layer.activation : activation;
    // They move values, take the largest of some or their mean: what is below 0 was so before.
    const keeps = ['max-pool', 'average-pool', 'global-average-pool', 'flatten', 'dropout'].includes(layer.type);
    const kept = keeps ? colourings.get(from) : undefined;
    if (last !== null) colourings.set(output, last === 'tanh' ? SIGNED : GRAY);
    else colourings.set(output, kept ?? SIGNED);
  }
  return (output) => colourings.get(output) ?? SIGNED;
}
