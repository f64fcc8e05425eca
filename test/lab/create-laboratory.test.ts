import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { EXPRESSION_COUNT, rowOf } from '../../src/core/expressions.ts';
import { HISTORIC_NAMES, MODEL_NAMES } from '../../src/core/model-names.ts';
import { countElements, INPUT, placeLayers } from '../../src/core/network-description.ts';
import { INPUT_PIXELS } from '../../src/core/preprocess.ts';
import { countValues, describeWeights } from '../../src/core/weight-layout.ts';
import { folderOfModel, readModelFiles } from '../../training/models/model-files.ts';
import { predictLogits } from '../../training/scoring/predict-logits.ts';
import { listGoldenFaces, openOrThrow, readShippedFiles, startTestLaboratory } from './shipped-files.ts';

const laboratory = await startTestLaboratory();

/** Compared as bytes: element by element a million weights take half a minute. */
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);

describe.each([...MODEL_NAMES, ...HISTORIC_NAMES])('the network %s in the laboratory', (name) => {
  it('opens from the page’s folder with all that its files hold', async () => {
    const opened = await openOrThrow(laboratory, { name });
    const { files, manifest, model } = await readModelFiles(folderOfModel(name));
    expect(opened.manifest).toEqual(manifest);
    expect(opened.bytes).toBe(files.weights.length);
    expect(opened.weights).toHaveLength(countValues(describeWeights(opened.network)));
    // Layer by layer, in the order of the slots: the tensors that tfjs loads by itself.
    const tensors = model.layers.flatMap((layer) => layer.getWeights());
    const loaded = Buffer.concat(tensors.map((tensor) => bytesOf(tensor.dataSync())));
    expect(loaded.equals(bytesOf(opened.weights))).toBe(true);
    model.dispose();
  });

  it('opens from dropped files as from the page’s folder', async () => {
    const shipped = await openOrThrow(laboratory, { name });
    const dropped = await openOrThrow(laboratory, { files: await readShippedFiles(name) });
    expect(dropped.id).not.toBe(shipped.id);
    expect(bytesOf(dropped.weights).equals(bytesOf(shipped.weights))).toBe(true);
    const { network, manifest, bytes } = shipped;
    expect(dropped).toMatchObject({ network, manifest, bytes });
  });

  it('reads faces as the training scores them, and several at once as one by one', async () => {
    const { id, manifest, network } = await openOrThrow(laboratory, { name });
    const faces = listGoldenFaces(manifest);
    expect(faces.length).toBeGreaterThan(1);
    const { model } = await readModelFiles(folderOfModel(name));
    const pixels = new Uint8Array(faces.length * INPUT_PIXELS);
    faces.forEach((face, row) => pixels.set(face, row * INPUT_PIXELS));
    const { votes } = predictLogits(model, pixels, manifest.normalisation);
    const together = laboratory.classify(id, pixels);
    expect(together).toHaveLength(faces.length * EXPRESSION_COUNT);
    faces.forEach((face, row) => {
      const reading = laboratory.read(id, face);
      reading.logits.forEach((logit, k) => {
        expect(Math.abs(logit - (rowOf(votes, row)[k] as number)), `logit ${k} of face ${row}`).toBeLessThan(1e-4);
      });
      reading.probabilities.forEach((probability, k) => {
        expect(Math.abs(probability - (rowOf(together, row)[k] as number))).toBeLessThan(1e-5);
      });
      expect(reading.probabilities.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 6);
      expect(Object.fromEntries(Array.from(reading.outputs, ([layer, values]) => [layer, values.length]))).toEqual(
        Object.fromEntries([
          [INPUT, INPUT_PIXELS],
          ...placeLayers(network).map(({ layer, outputShape }) => [layer.name, countElements(outputShape)]),
        ]),
      );
      expect([...reading.layerMs.keys()]).toEqual(network.layers.map((layer) => layer.name));
    });
    model.dispose();
  });

  it('hands over only the layers that were asked for', async () => {
    const { id, manifest, network } = await openOrThrow(laboratory, { name });
    const last = network.layers.at(-1)?.name as string;
    const [face] = listGoldenFaces(manifest) as [Uint8Array<ArrayBuffer>];
    const whole = laboratory.read(id, face);
    const part = laboratory.read(id, face, [last]);
    expect([...part.outputs.keys()]).toEqual([last]);
    expect(part.outputs.get(last)).toEqual(whole.outputs.get(last));
    expect(part.logits).toEqual(whole.logits);
  });

  it('keeps no memory of what it reads, and none after it is closed', async () => {
    const before = tf.memory().numTensors;
    const { id, manifest } = await openOrThrow(laboratory, { name });
    const [face] = listGoldenFaces(manifest) as [Uint8Array<ArrayBuffer>];
    const open = tf.memory().numTensors;
    expect(open).toBeGreaterThan(before);
    for (let i = 0; i < 20; i++) {
      laboratory.read(id, face);
      laboratory.classify(id, face);
      laboratory.locate(id, face, i % EXPRESSION_COUNT);
    }
    expect(tf.memory().numTensors).toBe(open);
    laboratory.close(id);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => laboratory.read(id, face)).toThrow(RangeError);
  });
});
