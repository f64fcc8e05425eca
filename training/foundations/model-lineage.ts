import { ExpectedError } from '../../node/command/expected-error.ts';
import { checkForm } from '../../node/json-file.ts';
import { describeTrainingFlags } from '../recipe/preset-options.ts';
import { foundationsSchema } from '../recipe/train-config-schema.ts';
import { isGraphModelFile, type ModelReference } from '../recipe/train-config.ts';

/**
 * The models that a training builds on, its start first, each once.
 *
 * @throws ExpectedError if its settings name them in another way than this program
 */
export function listFoundations(config: Readonly<Record<string, unknown>>): readonly ModelReference[] {
  const { startFrom, teachers } = checkForm(
    config,
    foundationsSchema,
    (fault) =>
      new ExpectedError(`training.config of a model's manifest is damaged (${fault}); export that model again`),
  );
  const models = [...(startFrom ? [startFrom] : []), ...teachers];
  return [...new Map(models.map((model) => [model.folder, model])).values()];
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
 * The graph models by which a training knows of faces beyond its data: its start, or what its start and its teachers have
 * learnt from in turn. Each once.
 */
export function listOutsideNetworks(config: Readonly<Record<string, unknown>>): readonly string[] {
  const files = listFoundations(config).flatMap(({ folder, outsideNetworks = [] }) =>
    isGraphModelFile(folder) ? [folder] : outsideNetworks,
  );
  return [...new Set(files)];
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
