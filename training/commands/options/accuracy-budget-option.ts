import { Option } from 'commander';
import { parseShare } from '../../../node/command/run-command.ts';

/** The flag `--accuracy-budget`: see `fitDecisionRule`. */
export function createAccuracyBudgetOption(byDefault: string): Option {
  return new Option(
    '--accuracy-budget <share>',
    `accuracy that the everyday prior may cost for more mean recall, 0..1: 0.01 is one point (default: ${byDefault})`,
  ).argParser(parseShare);
}
