import { writeFactor, writeFixed, writeProduct, writeShort, writeSymbol, writeUnitSum } from '../points/write-terms.ts';
import type { WrittenStep, WrittenWeight } from './write-out-step.ts';

/** The stages of a step, in their order: forward, the error, backward, the step itself. */
export const STAGES = [
  'hidden',
  'output',
  'error',
  'output-gradients',
  'hidden-deltas',
  'hidden-gradients',
  'update',
] as const;
export type StageName = (typeof STAGES)[number];

/** A result with how it comes about, e.g. `z₁` and `0.5 × 1 + 0.25 = 0.75`. */
export interface Equation {
  readonly symbol: string;
  readonly text: string;
}

/** What is computed at a stage, with all numbers to three decimals. */
export function writeStage(stage: StageName, step: WrittenStep): readonly Equation[] {
  switch (stage) {
    case 'hidden':
      return step.units.flatMap(({ inputs, bias, sum, activation }, unit) => {
        const weights = inputs.map(({ weight }) => weight);
        const z = writeSymbol('z', unit + 1);
        return [
          { symbol: z, text: `${writeUnitSum(weights, step.input, bias.weight, writeFixed)} = ${writeFixed(sum)}` },
          { symbol: writeSymbol('a', unit + 1), text: `σ(${z}) = ${writeFixed(activation)}` },
        ];
      });
    case 'output': {
      const products = step.units.map(({ output, activation }, unit) => {
        const product = writeProduct([output.weight, activation], writeFixed);
        return unit > 0 && output.weight < 0
          ? `${writeFactor(output.weight, writeFixed)} × ${writeFixed(activation)}`
          : product;
      });
      const sum = [...products, writeFactor(step.outputBias.weight, writeFixed)].join(' + ');
      return [
        { symbol: 'z', text: `${sum} = ${writeFixed(step.outputSum)}` },
        { symbol: 'y', text: `σ(z) = ${writeFixed(step.answer)}` },
      ];
    }
    case 'error': {
      const share = step.target === 1 ? 'y' : '1 − y';
      const right = step.target === 1 ? step.answer : 1 - step.answer;
      return [
        { symbol: 'E', text: `−ln(${share}) = −ln(${writeFixed(right)}) = ${writeFixed(step.loss)}` },
        {
          symbol: 'δ',
          text: `y − t = ${writeFixed(step.answer)} − ${writeShort(step.target)} = ${writeFixed(step.delta)}`,
        },
      ];
    }
    case 'output-gradients':
      return [
        ...step.units.map(({ output }, unit) => writeGradient(nameOutput(unit), output)),
        writeGradient(OUTPUT_BIAS, step.outputBias),
      ];
    case 'hidden-deltas':
      return step.units.map(({ output, activation, delta }, unit) => {
        const slope = `${writeFixed(activation)} × (1 − ${writeFixed(activation)})`;
        const product = writeProduct([output.weight, step.delta], writeFixed);
        return { symbol: writeSymbol('δ', unit + 1), text: `${product} × ${slope} = ${writeFixed(delta)}` };
      });
    case 'hidden-gradients':
      return step.units.flatMap(({ inputs, bias }, unit) => [
        ...inputs.map((weight, input) => writeGradient(nameHidden(input, unit), weight)),
        writeGradient(nameBias(unit), bias),
      ]);
    case 'update':
      return [
        ...step.units.flatMap(({ inputs, bias }, unit) => [
          ...inputs.map((weight, input) => writeUpdate(nameHidden(input, unit), weight, step.rate)),
          writeUpdate(nameBias(unit), bias, step.rate),
        ]),
        ...step.units.map(({ output }, unit) => writeUpdate(nameOutput(unit), output, step.rate)),
        writeUpdate(OUTPUT_BIAS, step.outputBias, step.rate),
      ];
    default:
      return stage satisfies never;
  }
}

/** The weight from an input, counted from 0, to a hidden unit: w₁₂ leads from x₁ to the second. */
export function nameHidden(input: number, unit: number): string {
  return writeSymbol('w', input + 1, unit + 1);
}

/** The weight from a hidden unit to the output. */
export function nameOutput(unit: number): string {
  return writeSymbol('v', unit + 1);
}

function nameBias(unit: number): string {
  return writeSymbol('b', unit + 1);
}

const OUTPUT_BIAS = 'c';

function writeGradient(symbol: string, { factors, gradient }: WrittenWeight): Equation {
  return { symbol: `∂E/∂${symbol}`, text: `${writeProduct(factors, writeFixed)} = ${writeFixed(gradient)}` };
}

function writeUpdate(symbol: string, { weight, gradient, next }: WrittenWeight, rate: number): Equation {
  const taken = `${writeShort(rate)} × ${writeFactor(gradient, writeFixed)}`;
  return { symbol, text: `${writeFixed(weight)} − ${taken} = ${writeFixed(next)}` };
}
