import type { Page } from '@playwright/test';
import { expect, it } from 'vitest';
import { countCalls, planCountedVideo } from '../../../bench/measure/count-calls.ts';
import { mapPipelines } from '../../../bench/pipelines.ts';
import { picture } from '../measurements.ts';

const FROM = 36;

/** A page that dispatches a hundred times in the first frames of a video, eleven times in each that follows. */
function makePage() {
  const shown: number[] = [];
  const page = {
    evaluate(_: unknown, index?: number) {
      if (index !== undefined) shown.push(index);
      const dispatches = shown.reduce((sum, frame) => sum + (frame < FROM + 5 ? 100 : 11), 0);
      return Promise.resolve({ dispatches, submits: shown.length, readbacks: shown.length, buffersCreated: 0 });
    },
    workers: () => [],
  };
  return { shown, page: page as unknown as Page };
}

it('counts the calls of one video, once it has run for some frames', async () => {
  const video = planCountedVideo([picture('one.jpg'), picture('four.jpg')]);
  expect(new Set(video.map(({ source }) => source.path))).toEqual(new Set(['one.jpg']));
  const made = mapPipelines(makePage);
  const counted = await countCalls(
    mapPipelines((name) => made[name].page),
    FROM,
  );
  expect(made.mien.shown).toEqual(video.map((_, position) => FROM + position));
  expect(counted.mien).toEqual({
    frames: 60,
    calls: { dispatches: 660, submits: 60, readbacks: 60, buffersCreated: 0 },
  });
  expect(counted.human).toMatchObject({ frames: 5, calls: { dispatches: 55 } });
});
