import { expect, it, vi } from 'vitest';
import type { StartEngine } from '../../../src/app/engine-lifecycle/engine-keeper.ts';
import { describeProblem } from '../../../src/app/engine-lifecycle/problem.ts';
import { explainByUpdate } from '../../../src/app/update/explain-by-update.ts';
import type { ModelName } from '../../../src/core/model-names.ts';
import { EngineError, type Engine } from '../../../src/engine/engine-client.ts';
import { FakeEngine } from '../fake-engine.ts';

const WATCH = { onProgress: () => undefined, onStall: () => undefined };

const makeVersion = (isUpdated: boolean, isKept = false) => ({
  isKept: () => isKept,
  isUpdated: () => Promise.resolve(isUpdated),
});

/** What a start that fails is said to have failed of. */
async function explainStart(error: Error, isUpdated: boolean) {
  const startEngine: StartEngine = () => Promise.reject(error);
  const explained = explainByUpdate(startEngine, makeVersion(isUpdated));
  return describeProblem(await explained(WATCH, []).catch((reason: unknown) => reason));
}

it('says that the site was updated where files are gone that it had before', async () => {
  expect(await explainStart(new EngineError('worker-stopped', 'it could not be loaded'), true)).toEqual({
    code: 'site-updated',
    detail: 'worker-stopped: it could not be loaded',
  });
});

it('leaves the error alone where the site is what it was, or files are not what is missing', async () => {
  expect(await explainStart(new EngineError('worker-stopped', 'memory'), false)).toMatchObject({
    code: 'worker-stopped',
  });
  expect(await explainStart(new EngineError('start-stalled', 'slow'), true)).toMatchObject({ code: 'start-stalled' });
  expect(await explainStart(new TypeError('a mistake'), true)).toMatchObject({ code: 'internal' });
});

it('says so of a network that is gone, too, and hands the rest of the engine on', async () => {
  const fake: Engine = Object.assign(new FakeEngine(), {
    useModel: () => Promise.reject(new EngineError('model-missing', '404')),
  });
  const startEngine: StartEngine = () => Promise.resolve(fake);
  const engine = await explainByUpdate(startEngine, makeVersion(true, true))(WATCH, []);
  expect(engine.description).toBe(fake.description);
  const problem = describeProblem(await engine.useModel('accurate', false).catch((reason: unknown) => reason));
  expect(problem.code).toBe('site-updated');
});

it('changes to no network of a newer version, and to the one that was wanted last', async () => {
  const asked: ModelName[] = [];
  const fake: Engine = Object.assign(new FakeEngine(), {
    useModel(name: ModelName) {
      asked.push(name);
      return Promise.resolve(fake.description.model);
    },
  });
  const startEngine: StartEngine = () => Promise.resolve(fake);
  const mixed = await explainByUpdate(startEngine, makeVersion(true))(WATCH, []);
  const problem = describeProblem(await mixed.useModel('accurate', false).catch((reason: unknown) => reason));
  expect(problem.code).toBe('site-updated');
  expect(asked).toEqual([]);

  let answerFirst: (isUpdated: boolean) => void = () => undefined;
  const isUpdated = vi
    .fn(() => Promise.resolve(false))
    .mockImplementationOnce(() => new Promise((resolve) => (answerFirst = resolve)));
  const slow = await explainByUpdate(startEngine, { isKept: () => false, isUpdated })(WATCH, []);
  const first = slow.useModel('accurate', false);
  const second = slow.useModel('fast', false);
  await vi.waitFor(() => expect(isUpdated).toHaveBeenCalled());
  answerFirst(false);
  await Promise.all([first, second]);
  expect(asked).toEqual(['accurate', 'fast']);
});
