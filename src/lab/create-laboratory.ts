import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'; // tfjs's core brings none by itself
import { transfer } from 'comlink';
import { computeProbabilities } from '../core/decision-rule.ts';
import { EXPRESSION_COUNT, rowOf } from '../core/expressions.ts';
import { pickHead } from '../core/heads.ts';
import { LARGEST_DEVIATION, measureDeviation } from '../core/measure-deviation.ts';
import { INPUT, placeLayers, type NetworkDescription, type PlacedLayer } from '../core/network-description.ts';
import { INPUT_PIXELS, INPUT_SIZE, normalise } from '../core/preprocess.ts';
import { describeError, EngineError } from '../engine/link/engine-error.ts';
import { applyLayers } from '../tensors/apply-network.ts';
import { createWeightTensors, type WeightTensors } from '../tensors/differentiate.ts';
import { tidyAll } from '../tensors/tidy-all.ts';
import { findActivationLayer, locateClass } from './locate-class.ts';
import type { Laboratory, LayerReading, NetworkSource, OpenNetwork, Refusal } from './laboratory.ts';
import { openNetwork, type ReadNetwork } from './open-network.ts';
import { slideWindow } from './slide-window.ts';
import { differentiateExamples, runExamples, trainNetwork } from './train-network.ts';

/** A network, ready to run on the current backend. */
interface LoadedNetwork extends ReadNetwork {
  readonly placed: readonly PlacedLayer[];
  readonly tensors: WeightTensors;
}

/**
 * Takes networks apart. tfjs's WebAssembly backend must be current: its operations have ended when they return, so that
 * layers can be timed, and nothing needs to be waited for.
 *
 * @param baseUrl folder that holds `models/`, with a trailing slash
 */
export function createLaboratory(baseUrl: string): Laboratory {
  const networks = new Map<number, LoadedNetwork>();
  let lastId = 0;

  const find = (id: number): LoadedNetwork => {
    const loaded = networks.get(id);
    if (!loaded) throw new RangeError(`no network ${id} is open`);
    return loaded;
  };

  return {
    async open(source) {
      const found = await answerRefusals(() => open(source, baseUrl));
      if ('code' in found) return found;
      const id = ++lastId;
      networks.set(id, found);
      const { network, weights, manifest, bytes } = found;
      return { id, network, weights, manifest, bytes } satisfies OpenNetwork;
    },
    close(id) {
      tf.dispose([...find(id).tensors.tensors]);
      networks.delete(id);
    },
    read: (id, crop, layers) => handOver(tidyAll(() => readFace(find(id), crop, layers))),
    classify: (id, crops) => {
      const loaded = find(id);
      const values = computeLogits(loaded, crops);
      for (let row = 0; row * EXPRESSION_COUNT < values.length; row++) {
        const face = rowOf(values, row);
        face.set(computeProbabilities(face, loaded.manifest.decisions.everyday));
      }
      return transfer(values, [values.buffer]);
    },
    locate(id, crop, classIndex) {
      const loaded = find(id);
      const layer = findActivationLayer(loaded.placed);
      if (layer === null) return null;
      const map = tidyAll(() =>
        locateClass(loaded.placed, loaded.tensors.find, upload(loaded, crop), layer, classIndex),
      );
      return transfer(map, [map.values.buffer]);
    },
    slide(map, window) {
      const slid = tidyAll(() => slideWindow(map, window));
      return slid && transfer(slid, [slid.values.buffer]);
    },
    differentiate: (network, weights, examples, loss) =>
      tidyAll(() => differentiateExamples(network, weights, examples, loss)),
    run: (network, weights, inputs, layers) => tidyAll(() => runExamples(network, weights, inputs, layers)),
    train: trainNetwork,
  };
}

/** Loads a network and lets it read its golden faces: what the chapters say of it shall be true of what ships. */
async function open(source: NetworkSource, baseUrl: string): Promise<LoadedNetwork> {
  const read = await openNetwork(source, baseUrl);
  const loaded = {
    ...read,
    placed: placeLayers(read.network),
    tensors: createWeightTensors(read.network, read.weights),
  };
  const { crops, logits } = read.manifest.golden;
  const known = Uint8Array.from(atob(crops), (character) => character.charCodeAt(0));
  const outputs = tidyAll(() => new Float32Array(apply(loaded, known).dataSync()));
  const deviation = measureDeviation(outputs, logits.flat());
  if (deviation <= LARGEST_DEVIATION) return loaded;
  tf.dispose([...loaded.tensors.tensors]);
  throw new EngineError('model-miscomputed', `its logits are off by ${deviation} of the largest`);
}

async function answerRefusals<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineError) return { code: error.code, detail: error.detail };
    return { code: 'internal', detail: describeError(error) };
  }
}

/** n x height x width x 1. */
function upload({ manifest }: LoadedNetwork, crops: Uint8Array): tf.Tensor4D {
  const rows = crops.length / INPUT_PIXELS;
  const values = new Float32Array(crops.length);
  normalise(crops, manifest.normalisation, values);
  return tf.tensor4d(values, [rows, INPUT_SIZE, INPUT_SIZE, 1]);
}

/** All outputs, n x (7 x heads). */
function apply(loaded: LoadedNetwork, crops: Uint8Array): tf.Tensor {
  const outputs = new Map<string, tf.Tensor>([[INPUT, upload(loaded, crops)]]);
  return applyLayers(loaded.placed, loaded.tensors.find, outputs, null);
}

/** n x 7 logits of the votes' head. */
function computeLogits(loaded: LoadedNetwork, crops: Uint8Array): Float32Array<ArrayBuffer> {
  const outputs = tidyAll(() => apply(loaded, crops).dataSync()) as Float32Array;
  return pickHead(outputs, loaded.manifest.heads.length, 'votes');
}

function readFace(loaded: LoadedNetwork, crop: Uint8Array, layers?: readonly string[]): LayerReading {
  const { placed, tensors, manifest, network } = loaded;
  const tensorsByName = new Map<string, tf.Tensor>([[INPUT, upload(loaded, crop)]]);
  const layerMs = new Map<string, number>();
  let fromMs = performance.now();
  const last = applyLayers(placed, tensors.find, tensorsByName, null, ({ name }) => {
    const nowMs = performance.now();
    layerMs.set(name, nowMs - fromMs);
    fromMs = nowMs;
  });
  const logits = pickHead(last.dataSync() as Float32Array, manifest.heads.length, 'votes');
  const outputs = new Map(
    (layers ?? listNames(network)).flatMap((name) => {
      const tensor = tensorsByName.get(name);
      return tensor ? [[name, new Float32Array(tensor.dataSync())] as const] : [];
    }),
  );
  return {
    outputs,
    layerMs,
    logits: [...logits],
    probabilities: [...computeProbabilities(logits, manifest.decisions.everyday)],
  };
}

function listNames({ layers }: NetworkDescription): readonly string[] {
  return [INPUT, ...layers.map(({ name }) => name)];
}

/** Spares the copy of the maps on their way to the page. */
function handOver(reading: LayerReading): LayerReading {
  return transfer(
    reading,
    [...reading.outputs.values()].map(({ buffer }) => buffer),
  );
}
