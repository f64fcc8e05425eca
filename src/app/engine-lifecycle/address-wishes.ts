import { PRIORS, type PriorName } from '../../core/decision-rule.ts';
import { BACKENDS, type BackendName } from '../../engine/link/protocol.ts';
import { MODEL_WISHES, type ModelWish } from './model-choice.ts';

/** What an address can ask for, and the values that there are. */
export const ADDRESS_CHOICES = { backend: BACKENDS, model: MODEL_WISHES, prior: PRIORS } as const;
export type AddressParameter = keyof typeof ADDRESS_CHOICES;

/** What the page's address asks for. */
export interface AddressWishes {
  /** The backend to force, or null for the best one. */
  readonly backend: BackendName | null;
  readonly model: ModelWish;
  readonly prior: PriorName;
  /** What was asked for and does not exist. */
  readonly unknown: readonly { readonly parameter: AddressParameter; readonly value: string }[];
}

/** Reads `backend=webgpu|webgl|wasm`, `model=auto|fast|accurate` and `prior=everyday|acting` from the query of an address. */
export function parseAddressWishes(query: string): AddressWishes {
  const asked = new URLSearchParams(query);
  const read = <T extends string>(parameter: AddressParameter, choices: readonly T[]) => {
    const value = asked.get(parameter);
    const choice = choices.find((name) => name === value) ?? null;
    return { choice, unknown: choice === null && value ? [{ parameter, value }] : [] };
  };
  const backend = read('backend', ADDRESS_CHOICES.backend);
  const model = read('model', ADDRESS_CHOICES.model);
  const prior = read('prior', ADDRESS_CHOICES.prior);
  return {
    backend: backend.choice,
    model: model.choice ?? 'auto',
    prior: prior.choice ?? 'everyday',
    unknown: [...backend.unknown, ...model.unknown, ...prior.unknown],
  };
}
