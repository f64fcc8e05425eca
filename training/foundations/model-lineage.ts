import { ExpectedError } from '../../node/command/expected-error.ts';
import { checkForm } from '../../node/json-file.ts';
import { describeTrainingFlags } from '../recipe/preset-options.ts';
import {
  collectFoundations,
  collectOutsideNetworks,
  foundationsSchema,
  isGraphModelFile,
  type Foundations,
  type ModelReference,
} from '../../src/core/foundations.ts';

/**
 * The models that a training builds on, its start first, each once.
 *
 * @throws ExpectedError if its settings name them in another way than this program
 */
export function listFoundations(config: Readonly<Record<string, unknown>>): readonly ModelReference[] {
  return collectFoundations(readFoundations(config));
}

/**
 * The commands after which models lie where a training looked for them: those that shipped come back from the git
 * history, others are made anew. Files of graph models come with a package.
 */
export function listCommands(models: readonly ModelReference[]): readonly string[] {
  const commands = models
    .filter(({ folder }) => !isGraphModelFile(folder))
    .flatMap(
      ({ folder, weightsSha256, madeBy }) =>
        madeBy ?? [`npm run train:restore -- ${weightsSha256.slice(0, 12)} ${folder}`],
    );
  return [...new Set(commands)];
}

/**
 * The networks beyond the data that a training has learnt from, see `collectOutsideNetworks`.
 *
 * @throws ExpectedError if its settings name its foundations in another way than this program
 */
export function listOutsideNetworks(config: Readonly<Record<string, unknown>>): readonly string[] {
  return collectOutsideNetworks(readFoundations(config));
}

/**
 * The commands that make a model, what it builds on included; flags that name the data are left out.
 *
 * @param config the settings of its training
 * @param folder where it goes
 * @returns null if no flags give these settings
 */
export function describeMaking(config: Readonly<Record<string, unknown>>, folder: string): readonly string[] | null {
  const flags = describeTrainingFlags(config);
  if (flags === null) return null;
  return [
    ...listCommands(listFoundations(config)),
    `npm run train -- ${flags} --run ${folder}-run`,
    `npm run export -- --run ${folder}-run --out ${folder}`,
  ];
}

function readFoundations(config: Readonly<Record<string, unknown>>): Foundations {
  return checkForm(
    config,
    foundationsSchema,
    (fault) =>
      new ExpectedError(`training.config of a model's manifest is damaged (${fault}); export that model again`),
  );
}
