import { PRIORS, type PriorName } from '../core/decision-rule.ts';
import { EXPRESSIONS, leadingExpression } from '../core/expressions.ts';
import type { Analysis } from '../engine/link/protocol.ts';
import type { MienReading } from './reading.ts';

/**
 * An analysis as pages get to see it.
 *
 * @param prior that the expression of each face goes by
 * @param size of the picture that the boxes shall refer to, where another one was read
 */
export function nameReading(
  analysis: Analysis,
  prior: PriorName,
  size: { readonly width: number; readonly height: number } = analysis,
): MienReading {
  const x = size.width / analysis.width;
  const y = size.height / analysis.height;
  return {
    width: size.width,
    height: size.height,
    faces: analysis.faces.map(({ id, box, score, probabilities }) => ({
      id,
      box: { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y },
      score,
      expression: leadingExpression(probabilities[prior]),
      probabilities: nameEach(PRIORS, (name) => nameEach(EXPRESSIONS, (_, k) => probabilities[name][k] as number)),
    })),
    model: analysis.model,
  };
}

function nameEach<K extends string, V>(names: readonly K[], find: (name: K, index: number) => V): Record<K, V> {
  return Object.fromEntries(names.map((name, index) => [name, find(name, index)])) as Record<K, V>;
}
