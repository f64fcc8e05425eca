import { io } from '@tensorflow/tfjs-core';
import { EXPRESSION_COUNT } from '../core/expressions.ts';
import { pathOfModel } from '../core/model-names.ts';
import { countOutputs, type NetworkDescription } from '../core/network-description.ts';
import { INPUT_SIZE } from '../core/preprocess.ts';
import { readNetwork } from '../core/read-network.ts';
import { countValues, describeWeights, viewSlot } from '../core/weight-layout.ts';
import { fetchNetworkFiles, type NetworkFiles } from '../engine/classifier/fetch-network-files.ts';
import { describeError, EngineError } from '../engine/link/engine-error.ts';
import type { FetchFile } from '../engine/link/fetch-model-file.ts';
import { tidyAll } from '../tensors/tidy-all.ts';
import type { NetworkSource, OpenNetwork } from './laboratory.ts';

/** Stands for the folder of files that lie on no server. */
const OWN_FOLDER = 'own-network:/';

/** A network as its files have it. */
export type ReadNetwork = Omit<OpenNetwork, 'id'>;

/**
 * Fetches a network and reads what it is made of.
 *
 * @param baseUrl folder that holds `models/`, with a trailing slash
 * @throws EngineError 'model-missing', or 'model-mismatch' where files and program disagree
 */
export async function openNetwork(source: NetworkSource, baseUrl: string): Promise<ReadNetwork> {
  const files =
    'name' in source
      ? await fetchNetworkFiles(`${baseUrl}${pathOfModel(source.name)}`, fetch)
      : await fetchNetworkFiles(OWN_FOLDER, serveFiles(source.files));
  return refuseOthers(() => readFiles(files));
}

/** Answers with files, whatever folder they lay in, as a server would. */
function serveFiles(files: readonly File[]): FetchFile {
  return (url) => {
    const file = files.find(({ name }) => url === OWN_FOLDER + name);
    return Promise.resolve(file ? new Response(file) : new Response(null, { status: 404 }));
  };
}

function readFiles({ manifest, modelJson, specs, weights }: NetworkFiles): ReadNetwork {
  const network = readNetwork(modelJson);
  const outputs = manifest.heads.length * EXPRESSION_COUNT;
  if (network.input.join() !== [INPUT_SIZE, INPUT_SIZE, 1].join() || countOutputs(network) !== outputs) {
    throw new RangeError(`the network reads ${network.input.join('x')} and gives ${countOutputs(network)} outputs`);
  }
  return {
    network,
    manifest,
    weights: tidyAll(() => readWeights(network, specs, weights)),
    bytes: weights.byteLength,
  };
}

/**
 * The flat vector of what a weight file holds. Call it in a `tf.tidy`: a file that is refused leaves no tensors behind.
 *
 * @throws RangeError naming what is missing
 */
function readWeights(
  network: NetworkDescription,
  specs: io.WeightsManifestEntry[],
  data: ArrayBuffer,
): Float32Array<ArrayBuffer> {
  const slots = describeWeights(network);
  const weights = new Float32Array(countValues(slots));
  const tensors = Object.entries(io.decodeWeights(data, specs));
  for (const slot of slots) {
    // A layer's tensors come in the order of its slots, under its name.
    const index = tensors.findIndex(([name]) => name.startsWith(`${slot.layer}/`));
    const [, tensor] = tensors.splice(index, 1)[0] ?? [];
    if (index < 0 || tensor?.shape.join() !== slot.shape.join()) {
      throw new RangeError(`there is no ${slot.role} of ${slot.shape.join(' x ')} for layer ${slot.layer}`);
    }
    viewSlot(weights, slot).set(tensor.dataSync());
  }
  return weights;
}

/** @throws EngineError 'model-mismatch' in place of whatever says that files make no network */
function refuseOthers<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new EngineError('model-mismatch', describeError(error), { cause: error });
  }
}
