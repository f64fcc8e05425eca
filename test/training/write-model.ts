import type { ModelManifest } from '../../src/core/model-manifest.ts';
import { foldBatchNorm, type WeightedNetwork } from '../../training/models/fold-batch-norm.ts';
import { NORMALISATION } from '../../training/models/input-convention.ts';
import { buildLayersModel } from '../../training/models/layers-model.ts';
import { packModel, writeModelFiles } from '../../training/models/model-files.ts';
import { listHeads, type NetworkDescription } from '../../src/core/network-description.ts';
import { prepareWasmBackend } from '../../training/engines/tfjs/wasm-backend.ts';
import { makeGoldenFaces } from '../../training/publish/golden-faces.ts';
import { MANIFEST } from '../core/made-up-manifest.ts';
import { createPerturbedWeights } from './engines/create-batch.ts';

/**
 * A model folder as `npm run export` writes it, of a network that nobody has trained.
 *
 * @param weights of the network as it is trained, or the seed of such
 * @param changes to its manifest
 * @returns the network with batch norm folded
 */
export async function writeModel(
  folder: string,
  network: NetworkDescription,
  weights: Float32Array | number,
  changes: Partial<ModelManifest> = {},
): Promise<WeightedNetwork & { readonly weightsSha256: string }> {
  await prepareWasmBackend();
  const values = typeof weights === 'number' ? createPerturbedWeights(network, weights) : weights;
  const folded = foldBatchNorm({ network, weights: values });
  const model = buildLayersModel(folded.network, folded.weights);
  const files = await packModel(model);
  const golden = makeGoldenFaces(model, NORMALISATION);
  model.dispose();
  const manifest = {
    ...MANIFEST,
    heads: listHeads(network).map((head) => head.name),
    normalisation: NORMALISATION,
    golden,
    weightsSha256: files.weightsSha256,
    training: { ...MANIFEST.training, config: { network } },
    ...changes,
  };
  await writeModelFiles(folder, files, manifest, `# ${network.name}`);
  return { ...folded, weightsSha256: files.weightsSha256 };
}
