import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashDataSet } from '../../../training/data/hash-data-set.ts';
import { createSyntheticFaces } from '../synthetic-faces.ts';
import { prepareWasmBackend } from '../../../training/engines/tfjs/wasm-backend.ts';
import { readModelFiles } from '../../../training/models/model-files.ts';
import type { ZooResults } from '../../../training/zoo/zoo-results.ts';
import { callCommand } from '../call-command.ts';
import { makeTemporaryFolder } from '../data/temporary-folder.ts';
import { writeFer2013Csv, writeVotes } from '../data/write-data-set.ts';

it('trains, scores and exports each network once', { timeout: 240_000 }, async () => {
  const folder = await makeTemporaryFolder();
  const place = (name: string) => join(folder, name);
  const paths = { data: place('fer2013.csv.gz'), votes: place('fer2013new.csv') };
  const splits = { Training: createSyntheticFaces(20, 1), PublicTest: createSyntheticFaces(10, 2) };
  await writeFer2013Csv(paths.data, splits);
  await writeVotes(paths.votes, splits);
  const flags = [
    ...['--data', paths.data, '--votes', paths.votes],
    ...['--runs', place('runs'), '--out', place('zoo.json'), '--models', place('models')],
  ];
  const callZoo = async () => {
    const result = await callCommand('train-zoo', ...flags, '--epochs', '1');
    expect(result).toMatchObject({ code: 0 });
    return result;
  };
  const readResults = () => readFile(place('zoo.json'), 'utf8');

  await callZoo();
  const written = await readResults();
  const { dataHashes, networks } = JSON.parse(written) as ZooResults;
  expect(dataHashes).toEqual(await hashDataSet(paths));
  expect(networks.map(({ name }) => name)).toEqual(['perceptron', 'mlp', 'lenet5']);
  expect(networks.map(({ parameters }) => parameters)).toEqual([16_135, 295_943, 168_971]);
  for (const { epochs, ferPlusMajority, fer2013Labels } of networks) {
    expect(epochs).toBe(1);
    expect(ferPlusMajority?.n).toBe(70);
    expect(fer2013Labels?.n).toBe(70);
    const [low, high] = fer2013Labels?.interval ?? [];
    expect(low).toBeLessThan(fer2013Labels?.accuracy ?? NaN);
    expect(high).toBeGreaterThan(fer2013Labels?.accuracy ?? NaN);
  }

  await prepareWasmBackend();
  for (const { name, parameters } of networks) {
    const { manifest, files } = await readModelFiles(place(`models/${name}`));
    expect(manifest).toMatchObject({ parameters, training: { epochs: 1, config: { network: { name } } } });
    expect(files.weights, 'as float16').toHaveLength(2 * parameters);
    expect(await readFile(place(`models/${name}/MODEL_CARD.md`), 'utf8')).toContain(
      `A ${name === 'lenet5' ? 'convolutional' : 'fully connected'} network`,
    );
  }

  const { stdout } = await callZoo();
  expect(stdout.match(/is trained already/g)).toHaveLength(3);
  expect(await readResults()).toBe(written);
});
