import { MODEL_WISHES } from '../app/engine-lifecycle/model-choice.ts';
import { PRIORS } from '../core/decision-rule.ts';
import { BACKENDS } from '../engine/link/protocol.ts';

/** What can be chosen, as an option of `openMien` or an attribute of `<mien-camera>`; the first of each is taken by default. */
export const CHOICES = {
  /** Whom a reading expects to see: people as they are met, or somebody who plays the expressions. */
  prior: PRIORS,
  /** The network. `auto`: the best one that keeps up. */
  model: MODEL_WISHES,
  /** What it runs on. `auto`: the best that is hardware; another one is taken whatever it is, or Mien fails. */
  backend: ['auto', ...BACKENDS],
  /** Which way the camera looks, where there are two. */
  facing: ['user', 'environment'],
  /** Whether the picture is shown as in a mirror. `auto`: if the camera looks at the visitor. */
  mirrored: ['auto', 'on', 'off'],
} as const;

export type ChoiceName = keyof typeof CHOICES;

/** What can be chosen under a name. */
export type Choice<N extends ChoiceName> = (typeof CHOICES)[N][number];

/** The value where it is one of those that exist, or else the default. */
export function choose<N extends ChoiceName>(name: N, value: string | null | undefined): Choice<N> {
  const choices: readonly Choice<N>[] = CHOICES[name];
  return choices.find((choice) => choice === value) ?? (choices[0] as Choice<N>);
}
