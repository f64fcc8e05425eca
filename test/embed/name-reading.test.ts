import { expect, it } from 'vitest';
import { nameReading } from '../../src/embed/name-reading.ts';
import { makeAnalysis } from '../app/fake-engine.ts';

it('names the expression by one prior, and the probabilities by each', () => {
  const [everyday] = nameReading(makeAnalysis(1), 'everyday').faces;
  const [acting] = nameReading(makeAnalysis(1), 'acting').faces;
  expect([everyday?.expression, acting?.expression]).toEqual(['happy', 'fear']);
  expect(everyday?.probabilities).toEqual({
    everyday: { angry: 0, disgust: 0, fear: 0, happy: 1, sad: 0, surprise: 0, neutral: 0 },
    acting: { angry: 0, disgust: 0, fear: 1, happy: 0, sad: 0, surprise: 0, neutral: 0 },
  });
});

it('gives boxes in the pixels of the picture that was asked about', () => {
  const reading = nameReading(makeAnalysis(1), 'everyday', { width: 1280, height: 1440 });
  expect(reading).toMatchObject({ width: 1280, height: 1440, model: 'fast' });
  expect(reading.faces[0]?.box).toEqual({ x: 0, y: 0, width: 20, height: 30 });
});
