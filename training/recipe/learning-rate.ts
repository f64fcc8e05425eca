/**
 * Learning rate of a step: a linear warm-up over `warmupSteps`, then half a cosine down to 0 (Loshchilov and Hutter
 * 2017).
 *
 * @param step 0 .. totalSteps - 1
 */
export function computeLearningRate(step: number, totalSteps: number, warmupSteps: number, peak: number): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
}
