import { beforeAll, expect, it } from 'vitest';
import { learnKernel, turnKernel, type LearntKernel } from '../../../../src/app/inside/convolution/learn-kernel.ts';
import { createLaboratory } from '../../../../src/lab/create-laboratory.ts';
import type { FarLaboratory, LaboratoryClient } from '../../../../src/lab/lab-client.ts';
import { prepareWasmBackend } from '../../../../training/engines/tfjs/wasm-backend.ts';

beforeAll(prepareWasmBackend);

/** The laboratory without a worker around it. */
const lab: LaboratoryClient = {
  ask: (question) => question(createLaboratory('') as unknown as FarLaboratory),
  stopped: new Promise(() => undefined),
  dispose: () => undefined,
};

it.each([
  ['counting', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['small', [0, 0, 0, 0, 0, 0.01, 0, 0, 0]],
  ['large and signed', [99, -99, 50, 0, 12, -7, -99, 3, 99]],
])('a kernel that only correlates learns the turned one: %s', async (_, kernel) => {
  const shown: LearntKernel[] = [];
  const learnt = await learnKernel(lab, kernel, (progress) => {
    shown.push(progress);
    return Promise.resolve();
  });
  const largest = Math.max(...kernel.map(Math.abs));
  const distanceOf = ({ weights }: LearntKernel, target: readonly number[]) =>
    Math.max(...weights.map((weight, i) => Math.abs(weight - (target[i] as number)))) / largest;
  expect(distanceOf(learnt, turnKernel(kernel))).toBeLessThan(0.005);
  expect(distanceOf(learnt, kernel)).toBeGreaterThan(0.5);
  expect(shown[0]?.steps).toBe(0);
  expect(distanceOf(shown[0] as LearntKernel, turnKernel(kernel))).toBeGreaterThan(0.2);
  expect(shown.at(-1)).toEqual(learnt);
});

it('turns a kernel by 180°', () => {
  expect(turnKernel([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
});
