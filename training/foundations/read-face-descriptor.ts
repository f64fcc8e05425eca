import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { parseJson } from '../../node/json-file.ts';
import { prepareWasmBackend } from '../engines/tfjs/wasm-backend.ts';
import type { StoredNetwork } from './exported-network.ts';
import { foldDescription } from '../models/fold-batch-norm.ts';
import { NORMALISATION } from '../models/input-convention.ts';
import { ModelFilesError } from '../models/model-files.ts';
import { isConvolution, type NetworkDescription } from '../../src/core/network-description.ts';
import { countValues, describeWeights, viewSlot } from '../../src/core/weight-layout.ts';

/** Row k: how the k-th of three neighbours in a picture twice as large follows from three in the picture itself. */
const TWICE_AS_LARGE = [
  [0.25, 0.75, 0],
  [0, 0.75, 0.25],
  [0, 0.25, 0.75],
] as const;

const graphModelSchema = v.object({
  format: v.literal('graph-model'),
  /** One group. */
  weightsManifest: v.tuple([
    v.object({
      paths: v.array(v.string()),
      weights: v.array(v.custom<tf.io.WeightsManifestEntry>((entry) => typeof entry === 'object' && entry !== null)),
    }),
  ]),
});

/**
 * Reads the convolutions of a MobileNet that tells faces apart (Human's `faceres`, trained on VGGFace2 by A. Savchenko,
 * HSE_FaceRec_tf), as the start of a network that reads expressions.
 *
 * It sees colours and pictures of 224x224; a face of 48x48 would be one point for it before long. Its first convolution
 * goes over every second pixel: on a picture that is twice as large (bilinear), that is a convolution over every pixel
 * of the picture itself, whose filters follow from the first ones exactly, but for the edges. Gray is all colours alike.
 * Its ReLUs stop at 6, which those here do not.
 *
 * The tfjs wasm backend becomes current.
 *
 * @param file the graph model's JSON
 * @param network what is to begin with it: `mobilenet`
 * @returns that network up to its last convolution, batch norm folded
 * @throws ModelFilesError if the file or its weights cannot be read, or it has not the layers of the network
 */
export async function readFaceDescriptor(file: string, network: NetworkDescription): Promise<StoredNetwork> {
  const { weights: found, bytes } = await readGraphWeights(file);
  const folded = foldDescription(network);
  const trunk = folded.layers.slice(0, folded.layers.findLastIndex(isConvolution) + 1);
  const described: NetworkDescription = { name: network.name, input: network.input, layers: trunk };
  const slots = describeWeights(described);
  const weights = new Float32Array(countValues(slots));
  for (const slot of slots) {
    const values = readRole(slot.layer, slot.role === 'kernel' ? 'kernel' : 'bias', found);
    if (values?.length !== slot.size) {
      throw new ModelFilesError(
        `${file} cannot be the start of ${network.name}: it has no ${slot.role} of ${slot.layer}`,
      );
    }
    viewSlot(weights, slot).set(values);
  }
  return { network: described, weights, weightsSha256: createHash('sha256').update(bytes).digest('hex') };
}

type Weights = ReadonlyMap<string, Float32Array>;

function readRole(layer: string, role: 'kernel' | 'bias', found: Weights): Float32Array | undefined {
  if (layer === 'stem') {
    if (role === 'bias') return found.get('conv1_bn/batchnorm_1/sub');
    const kernel = found.get('conv1/convolution/merged_input');
    return kernel && halveSize(kernel);
  }
  const [block, kind] = layer.split('_') as [string, string];
  const index = block.replace('block', '');
  const name = kind === 'depthwise' ? `conv_dw_${index}` : `conv_pw_${index}`;
  if (role === 'bias') return found.get(`${name}_bn/batchnorm_1/sub`);
  if (kind === 'pointwise') return found.get(`${name}/convolution/merged_input`);
  const scale = found.get(`${name}_bn/batchnorm_1/mul`);
  return scale && found.get(`${name}/depthwise_kernel`)?.map((value, i) => value * (scale[i % scale.length] as number));
}

/**
 * Filters for gray pictures of half the size, normalised as here, from those for [3, 3, red green blue, filters].
 *
 * @returns [3, 3, 1, filters]
 */
function halveSize(kernel: Float32Array): Float32Array {
  const filters = kernel.length / 27;
  const halved = new Float32Array(9 * filters);
  TWICE_AS_LARGE.forEach((rows, i) =>
    TWICE_AS_LARGE.forEach((columns, j) => {
      for (let k = 0; k < 3 * filters; k++) {
        const value = (kernel[(i * 3 + j) * 3 * filters + k] as number) * NORMALISATION.std;
        rows.forEach((row, y) =>
          columns.forEach((column, x) => {
            const target = (y * 3 + x) * filters + (k % filters);
            halved[target] = (halved[target] as number) + row * column * value;
          }),
        );
      }
    }),
  );
  return halved;
}

async function readGraphWeights(file: string): Promise<{ weights: Weights; bytes: Uint8Array }> {
  await prepareWasmBackend();
  try {
    const json = parseJson(await readFile(file, 'utf8'), graphModelSchema, (fault) => new TypeError(fault));
    const [group] = json.weightsManifest;
    const parts = await Promise.all(group.paths.map((path) => readFile(join(dirname(file), path))));
    const bytes = new Uint8Array(Buffer.concat(parts));
    const tensors = tf.io.decodeWeights(bytes.buffer, group.weights);
    const weights = new Map<string, Float32Array>();
    for (const [name, tensor] of Object.entries(tensors)) {
      weights.set(name, Float32Array.from(tensor.dataSync()));
      tensor.dispose();
    }
    return { weights, bytes };
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : String(cause);
    throw new ModelFilesError(
      `${file} is no graph model whose weights lie beside it (${fault}); give the JSON file of one`,
      { cause },
    );
  }
}
