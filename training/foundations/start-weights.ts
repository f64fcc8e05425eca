import { startBatchLoader } from '../batches/batch-loader.ts';
import type { Samples } from '../data/samples.ts';
import {
  createReference,
  readExportedNetwork,
  readReferredNetwork,
  requireSameWeights,
  type StoredNetwork,
} from './exported-network.ts';
import { findDifference } from './find-difference.ts';
import { NORMALISATION } from '../models/input-convention.ts';
import { ModelFilesError } from '../models/model-files.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';
import { readFaceDescriptor } from './read-face-descriptor.ts';
import { unfoldBatchNorm } from './unfold-batch-norm.ts';
import { createInitialWeights } from '../../src/core/initial-weights.ts';
import { isGraphModelFile, type ModelReference } from '../../src/core/foundations.ts';
import type { TrainConfig } from '../recipe/train-config.ts';

/** Training faces, at least, whose statistics batch norm begins with. */
const MEASURED_FACES = 2048;

/**
 * Names the model that a network is to begin with.
 *
 * @param folder of an exported model, or the JSON file of a network that tells faces apart, see `readFaceDescriptor`
 * @throws ModelFilesError if it cannot be read, or holds another network
 */
export async function referToStart(folder: string, network: NetworkDescription): Promise<ModelReference> {
  if (isGraphModelFile(folder)) {
    const { weightsSha256 } = await readFaceDescriptor(folder, network);
    return { folder, weightsSha256 };
  }
  const exported = await readExportedNetwork(folder);
  requireSameNetwork(folder, exported.network, network);
  return createReference(folder, exported);
}

/**
 * The flat vector that a run begins with: drawn from its seed, or what an exported model has learnt (a warm start,
 * Loshchilov and Hutter 2017). The latter's batch norm is unfolded by the statistics of the first batches that the run
 * will see.
 *
 * @throws ModelFilesError if the exported model is gone, another by now, or of another network
 */
export async function createStartWeights(
  config: Pick<TrainConfig, 'network' | 'batchSize' | 'seed' | 'augment' | 'targets' | 'startFrom'>,
  training: Samples,
): Promise<Float32Array> {
  const { network, batchSize, seed, startFrom } = config;
  const initial = createInitialWeights(network, seed);
  if (!startFrom) return initial;
  const exported = await readStart(startFrom, network);
  const { measureChannels } = await import('./measure-channels.ts');
  const statistics = await measureChannels(exported, batchSize, loadImages(config, training));
  return unfoldBatchNorm(network, exported, statistics, initial);
}

async function readStart(reference: ModelReference, network: NetworkDescription): Promise<StoredNetwork> {
  const { folder } = reference;
  if (isGraphModelFile(folder)) {
    const found = await readFaceDescriptor(folder, network);
    requireSameWeights(reference, found);
    return found;
  }
  const exported = await readReferredNetwork(reference);
  requireSameNetwork(folder, exported.network, network);
  return exported;
}

function requireSameNetwork(folder: string, exported: NetworkDescription, network: NetworkDescription): void {
  const difference = findDifference(exported, network);
  if (difference === null) return;
  throw new ModelFilesError(
    `the network in ${folder} cannot be the start of ${network.name}: ${difference}; give a model of the same preset`,
  );
}

/** Copies of the images of a run's first batches. */
async function* loadImages(
  config: Pick<TrainConfig, 'network' | 'batchSize' | 'seed' | 'augment' | 'targets'>,
  training: Samples,
): AsyncGenerator<Float32Array, void> {
  const loader = await startBatchLoader(training, config, NORMALISATION);
  let faces = 0;
  try {
    for await (const { images } of loader.loadEpoch(1, config.augment)) {
      yield Float32Array.from(images);
      faces += config.batchSize;
      if (faces >= MEASURED_FACES) break;
    }
  } finally {
    await loader.dispose();
  }
}
