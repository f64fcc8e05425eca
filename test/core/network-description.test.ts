import { describe, expect, it } from 'vitest';
import {
  computePadding,
  countOutputs,
  placeLayers,
  type LayerDescription,
  type NetworkDescription,
} from '../../src/core/network-description.ts';

const describeNetwork = (...layers: LayerDescription[]): NetworkDescription => ({
  name: 'example',
  input: [9, 10, 2],
  layers,
});
const CONV = { type: 'conv', name: 'conv', filters: 4, kernelSize: 3, padding: 'same', bias: true } as const;
const shapeOf = (...layers: LayerDescription[]) => placeLayers(describeNetwork(...layers)).at(-1)?.outputShape;

describe('placeLayers', () => {
  it('follows shapes through each kind of layer', () => {
    expect(shapeOf(CONV)).toEqual([9, 10, 4]);
    expect(shapeOf({ ...CONV, stride: 2 })).toEqual([5, 5, 4]);
    expect(shapeOf({ ...CONV, padding: 'valid' })).toEqual([7, 8, 4]);
    expect(shapeOf({ ...CONV, padding: 'valid', kernelSize: 5, stride: 3 })).toEqual([2, 2, 4]);
    expect(shapeOf({ type: 'max-pool', name: 'pool', size: 2 })).toEqual([4, 5, 2]);
    expect(shapeOf({ type: 'average-pool', name: 'pool', size: 3 })).toEqual([3, 3, 2]);
    expect(shapeOf({ type: 'global-average-pool', name: 'features' })).toEqual([2]);
    expect(shapeOf({ type: 'flatten', name: 'all' })).toEqual([180]);
    expect(shapeOf({ type: 'flatten', name: 'all' }, { type: 'dense', name: 'logits', units: 7 })).toEqual([7]);
    expect(shapeOf({ type: 'batch-norm', name: 'bn' })).toEqual([9, 10, 2]);
    expect(shapeOf({ type: 'activation', name: 'relu', activation: 'relu' })).toEqual([9, 10, 2]);
    expect(shapeOf({ type: 'dropout', name: 'dropout', rate: 0.5 })).toEqual([9, 10, 2]);
  });

  it('takes the layer before, or the one that is named', () => {
    const placed = placeLayers(
      describeNetwork(
        CONV,
        { ...CONV, name: 'other', from: 'input', kernelSize: 1 },
        { type: 'add', name: 'sum', with: 'conv' },
      ),
    );
    expect(placed.map(({ from }) => from)).toEqual(['input', 'input', 'other']);
    expect(placed[1]?.inputShape).toEqual([9, 10, 2]);
    expect(placed[2]?.outputShape).toEqual([9, 10, 4]);
  });

  it('adds the input itself to a later layer', () => {
    expect(shapeOf({ ...CONV, filters: 2 }, { type: 'add', name: 'sum', with: 'input' })).toEqual([9, 10, 2]);
  });

  it.each<[string, RegExp, LayerDescription[]]>([
    ['a missing source', /layer conv takes from nothing, which is no earlier layer/, [{ ...CONV, from: 'nothing' }]],
    ['a layer that comes later', /takes from conv/, [{ type: 'batch-norm', name: 'bn', from: 'conv' }, CONV]],
    ['a name given twice', /two layers are named conv/, [CONV, CONV]],
    ['a layer named like the input', /two layers are named input/, [{ ...CONV, name: 'input' }]],
    ['a sum of two shapes', /layer sum adds input/, [CONV, { type: 'add', name: 'sum', with: 'input' }]],
    ['a sum with nothing', /layer sum adds nobody/, [{ type: 'add', name: 'sum', with: 'nobody' }]],
    ['a filter larger than its input', /leaves nothing/, [{ ...CONV, padding: 'valid', kernelSize: 11 }]],
    ['a pool larger than its input', /leaves nothing/, [{ type: 'max-pool', name: 'pool', size: 10 }]],
    ['a matrix on a map', /layer logits needs a vector/, [{ type: 'dense', name: 'logits', units: 7 }]],
    ['a filter on a vector', /layer conv needs a map/, [{ type: 'flatten', name: 'all' }, CONV]],
  ])('refuses %s', (_, message, layers) => {
    expect(() => placeLayers(describeNetwork(...layers))).toThrow(RangeError);
    expect(() => placeLayers(describeNetwork(...layers))).toThrow(message);
  });
});

describe('countOutputs', () => {
  it('counts the logits, and refuses a map', () => {
    expect(countOutputs(describeNetwork({ type: 'global-average-pool', name: 'features' }))).toBe(2);
    expect(() => countOutputs(describeNetwork(CONV))).toThrow(/ends with a map/);
  });
});

describe('computePadding', () => {
  it.each([
    { length: 9, kernelSize: 3, stride: 1, expected: [1, 1] },
    { length: 9, kernelSize: 5, stride: 1, expected: [2, 2] },
    { length: 9, kernelSize: 4, stride: 1, expected: [1, 2] },
    { length: 9, kernelSize: 3, stride: 2, expected: [1, 1] },
    { length: 10, kernelSize: 3, stride: 2, expected: [0, 1] },
    { length: 9, kernelSize: 1, stride: 2, expected: [0, 0] },
    { length: 10, kernelSize: 2, stride: 3, expected: [0, 1] },
  ])('pads $length for $kernelSize at stride $stride as TensorFlow does', ({ length, expected, ...sizes }) => {
    expect(computePadding(length, { ...CONV, ...sizes })).toEqual(expected);
    expect(computePadding(length, { ...CONV, ...sizes, padding: 'valid' })).toEqual([0, 0]);
  });
});
