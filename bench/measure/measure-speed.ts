import type { Page } from '@playwright/test';
import { drawOrder, type PlannedFrame } from '../frames/frame-plan.ts';
import { mapPipelines, PIPELINES, type PipelineName } from '../pipelines.ts';

/** What a pipeline did with one frame. */
export interface MeasuredFrame {
  readonly ms: number;
  readonly faces: number;
}

/** For each pipeline one entry a frame of the plan. */
export type SpeedMeasurements = Readonly<Record<PipelineName, readonly MeasuredFrame[]>>;

export interface SpeedPlan {
  readonly plan: readonly PlannedFrame[];
  /** Frames of each sequence that come before and do not count; of the first sequences, see below. */
  readonly warmUpFrames: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** By then every shape of input has been seen, even if a folder holds hundreds of sequences. */
const WARM_UP_SEQUENCES = 6;

/** Every frame goes to each pipeline in turn, in random order: what disturbs the machine hits all alike. */
export async function measureSpeed(
  pages: Readonly<Record<PipelineName, Page>>,
  { plan, warmUpFrames, random }: SpeedPlan,
): Promise<SpeedMeasurements> {
  const run = (name: PipelineName, index: number) => pages[name].evaluate((i) => window.bench.run(i), index);

  const starts = plan.flatMap(({ position }, index) => (position === 0 ? [index] : [])).slice(0, WARM_UP_SEQUENCES);
  for (const name of PIPELINES) {
    for (const index of plan.keys()) {
      const isWarmUp = starts.includes(index - (plan[index]?.position ?? 0));
      if (isWarmUp && (plan[index]?.position ?? 0) < warmUpFrames) await run(name, index);
    }
  }

  const frames = mapPipelines<MeasuredFrame[]>(() => []);
  for (const index of plan.keys()) {
    for (const name of drawOrder(PIPELINES, random)) {
      const { ms, faces } = await run(name, index);
      frames[name].push({ ms, faces: faces.length });
    }
  }
  return frames;
}
