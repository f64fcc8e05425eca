import { InvalidArgumentError, Option } from 'commander';

/** The flag `--accuracy-budget`: see `fitDecisionRule`. */
export function createAccuracyBudgetOption(byDefault: string): Option {
  return new Option(
    '--accuracy-budget <share>',
    `accuracy that the prior adjustment may cost for more mean recall, 0..1: 0.01 is one point (default: ${byDefault})`,
  ).argParser(parseShare);
}

function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('expected a number from 0 to 1.');
  }
  return value;
}
