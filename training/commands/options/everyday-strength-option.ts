import { Option } from 'commander';
import { parseStrength } from '../../../node/command/run-command.ts';

/** The flag `--everyday-strength`: see `fitDecisionRules`. */
export function createEverydayStrengthOption(byDefault: string): Option {
  return new Option(
    '--everyday-strength <number>',
    'how many times the log prior of the training targets the everyday rule takes off, from 0: more reads rare ' +
      `expressions more often, at a cost in accuracy (default: ${byDefault})`,
  ).argParser(parseStrength);
}
