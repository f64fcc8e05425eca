import { expect, it } from 'vitest';
import { chooseModel, lags } from '../../../src/app/engine-lifecycle/model-choice.ts';
import { FakeEngine } from '../fake-engine.ts';

const describeEngine = (faceMs: number) => new FakeEngine(faceMs).description;

it('takes the accurate network on machines that keep up, the fast one on the others', () => {
  expect(chooseModel('auto', describeEngine(1))).toBe('accurate');
  expect(chooseModel('auto', describeEngine(12))).toBe('fast');
});

it('does what the visitor says', () => {
  expect(chooseModel('accurate', describeEngine(100))).toBe('accurate');
  expect(chooseModel('fast', describeEngine(0.1))).toBe('fast');
});

it('calls video late by its latency, once the first frames are over', () => {
  const late = { frames: 500, framesPerSecond: 8, latencyMs: 150 };
  expect(lags(late, 3)).toBe(false);
  expect(lags(late, 60)).toBe(true);
  expect(lags({ ...late, latencyMs: 40 }, 60)).toBe(false);
});
