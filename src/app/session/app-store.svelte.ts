import { INITIAL_STATE, Session, type AppState, type SessionDependencies } from './session.ts';

/** The session for components: `state` is reactive, `session` is what they may do. */
export interface AppStore {
  readonly state: AppState;
  readonly session: Session;
}

/**
 * Wraps a session so that Svelte notices its changes. States are replaced whole, thus raw.
 *
 * @param onChange told of each change as well, by whoever is no component
 */
export function createAppStore(dependencies: SessionDependencies, onChange?: (state: AppState) => void): AppStore {
  let state = $state.raw(INITIAL_STATE);
  const session = new Session(dependencies, (next) => {
    state = next;
    onChange?.(next);
  });
  return {
    get state() {
      return state;
    },
    session,
  };
}
