import { EXPRESSIONS } from '../../../core/expressions.ts';
import { HISTORIC_NAMES, MODEL_NAMES } from '../../../core/model-names.ts';
import { INPUT_SIZE } from '../../../core/preprocess.ts';
import { oneOf, wholeNumber, type Setting, type Settings } from '../chapters/setting.ts';

/** What can be looked at: all maps, where a class is seen, the face with parts painted over, or hidden place by place. */
export const LOOKS = ['maps', 'class', 'paint', 'hide'] as const;

/** Whose: the one that leads, or one of the seven. */
export const CLASS_WISHES = ['leading', ...EXPRESSIONS] as const;

/** Pixels from place to place; each divides the side of the crop. */
export const STEPS = ['2', '3', '4', '6', '8'] as const;

/** Most maps or numbers of a layer that an address can ask for. */
const MOST_CHANNELS = 99_999;

/** The name of a layer, which another network may not have. */
const layerName: Setting<string> = { usual: '', parse: (text) => text, write: (name) => name };

/** What stands in the chapter's address. */
export interface Look {
  look: (typeof LOOKS)[number];
  network: (typeof SHIPPED_NAMES)[number];
  /** Empty: the first one. */
  layer: string;
  /** A map of that layer, from 0. */
  map: number;
  /** The place on it. */
  x: number;
  y: number;
  expression: (typeof CLASS_WISHES)[number];
  /** In pixels of the crop. */
  brush: number;
  square: number;
  step: (typeof STEPS)[number];
}

/** The networks that come with the page, the one first that every machine can run. */
export const SHIPPED_NAMES = [...MODEL_NAMES, ...HISTORIC_NAMES.toReversed()] as const;

export const LOOK_SETTINGS: Settings<Look> = {
  look: oneOf(LOOKS, 'maps'),
  network: oneOf(SHIPPED_NAMES, 'fast'),
  layer: layerName,
  map: wholeNumber(0, MOST_CHANNELS, 0),
  // A corner of the mouth: something is to be found there.
  x: wholeNumber(0, INPUT_SIZE - 1, 20),
  y: wholeNumber(0, INPUT_SIZE - 1, 37),
  expression: oneOf(CLASS_WISHES, 'leading'),
  brush: wholeNumber(1, INPUT_SIZE / 2, 8),
  square: wholeNumber(4, INPUT_SIZE / 2, 16),
  step: oneOf(STEPS, '4'),
};
