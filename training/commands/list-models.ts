import { Command, Option } from 'commander';
import { runCommand } from '../../node/command/run-command.ts';
import { describeLayers, describeNetworks } from '../models/describe-cost.ts';
import { ZOO, type NetworkName } from '../models/zoo.ts';

interface Options {
  readonly network?: NetworkName;
}

const program = new Command('models')
  .description(
    'Lists the networks: what they cost as they are deployed, and how many parameters they would have if each place ' +
      'of a map had filters of its own (locally connected), or each pair of input and output value a weight (dense).',
  )
  .addOption(new Option('--network <name>', 'one network, layer by layer').choices(Object.keys(ZOO)));

await runCommand(() => {
  const { network } = program.parse().opts<Options>();
  console.log(network === undefined ? describeNetworks(Object.values(ZOO)) : describeLayers(ZOO[network]));
  return Promise.resolve();
});
