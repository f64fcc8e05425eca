import type { LayersModel } from '@tensorflow/tfjs-layers';
import { foldBatchNorm } from '../models/fold-batch-norm.ts';
import { buildLayersModel } from '../models/layers-model.ts';
import { packModel, unpackModel, type ModelFiles } from '../models/model-files.ts';
import type { NetworkDescription } from '../../src/core/network-description.ts';
import { countValues, describeWeights } from '../../src/core/weight-layout.ts';
import { readTrainedWeights, readRunDescription, type RunDescription } from '../run/run-folder.ts';

/** A run's network, as the page would load it. */
export interface TrainedNetwork {
  readonly description: RunDescription;
  /** With batch norm folded into the convolutions. */
  readonly network: NetworkDescription;
  readonly files: ModelFiles;
  /** Made from `files`: its weights are rounded to float16. */
  readonly model: LayersModel;
}

/**
 * Loads what a run has trained: its averaged weights after the last epoch.
 *
 * @throws RunFolderError if there is no run or it has no trained weights
 */
export async function loadTrainedNetwork(runFolder: string): Promise<TrainedNetwork> {
  const description = await readRunDescription(runFolder);
  const trained = description.config.network;
  const weights = await readTrainedWeights(runFolder, countValues(describeWeights(trained)));
  const folded = foldBatchNorm({ network: trained, weights });
  const built = buildLayersModel(folded.network, folded.weights);
  const files = await packModel(built);
  built.dispose();
  return { description, network: folded.network, files, model: await unpackModel(files) };
}
