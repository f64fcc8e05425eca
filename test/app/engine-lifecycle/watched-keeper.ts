import { afterEach, beforeEach, vi } from 'vitest';
import { EngineKeeper, type StartWatch } from '../../../src/app/engine-lifecycle/engine-keeper.ts';
import type { EngineState } from '../../../src/app/engine-lifecycle/engine-state.ts';
import type { Engine } from '../../../src/engine/engine-client.ts';
import type { BackendName, EngineLoss, RejectedBackend } from '../../../src/engine/link/protocol.ts';
import { createPending, FakeEngine, settle, type Pending } from '../fake-engine.ts';

interface Start extends StartWatch {
  readonly avoid: readonly RejectedBackend[];
  readonly backend: BackendName | undefined;
  readonly engine: Pending<Engine>;
}

/** Every start that the keeper of this test has asked for. */
export let starts: Start[];
/** What the keeper said last. */
export let state: EngineState;
/** How many engines it has called ready. */
export let readyCount: number;
export let keeper: EngineKeeper;

/** A keeper of its own for each test, on fake timers, with its first start under way. */
export function useKeeper(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    starts = [];
    readyCount = 0;
    keeper = new EngineKeeper({
      startEngine: (watch, avoid, backend) => {
        const engine = createPending<Engine>();
        starts.push({ ...watch, avoid, backend, engine });
        return engine.promise;
      },
      now: () => performance.now(),
      onChange: (next) => (state = next),
      onReady: () => (readyCount += 1),
    });
    void keeper.start();
  });
  afterEach(() => vi.useRealTimers());
}

/** Lets the start that is under way succeed. */
export async function run(backend: BackendName = 'wasm'): Promise<FakeEngine> {
  const engine = new FakeEngine(10, backend);
  starts.at(-1)?.engine.resolve(engine);
  await settle();
  return engine;
}

/** Starts an engine, lets it live for a while, and takes it away. */
export async function runAndLose(backend: BackendName, livedMs: number, code?: EngineLoss): Promise<FakeEngine> {
  const engine = await run(backend);
  vi.advanceTimersByTime(livedMs);
  engine.lose(code);
  await settle();
  return engine;
}

/** Loses an engine that has compiled for three seconds. */
export async function loseSlowStarter(livedMs = 500_000): Promise<void> {
  const engine = new FakeEngine(10, 'webgpu', [], 3000);
  starts.at(-1)?.engine.resolve(engine);
  await settle();
  vi.advanceTimersByTime(livedMs);
  engine.lose('device-lost');
  await settle();
}
