import { expect, it } from 'vitest';
import { pickKernel, readFirstLayer } from '../../../../src/app/inside/edges/read-first-layer.ts';
import type { NetworkDescription } from '../../../../src/core/network-description.ts';
import type { OpenNetwork } from '../../../../src/lab/laboratory.ts';

const conv = { type: 'conv', name: 'first', kernelSize: 3, padding: 'same', bias: true, filters: 2 } as const;
const open = (layers: NetworkDescription['layers']) => {
  const weights = Float32Array.from({ length: 200 }, (_, i) => i);
  return { network: { name: 'made-up', input: [48, 48, 1], layers }, weights } as unknown as OpenNetwork;
};

it('finds the kernels that see the face, and takes each one’s weights', () => {
  const layer = readFirstLayer(open([conv]));
  expect(layer).toMatchObject({ name: 'first', shape: [48, 48, 2], kernelSize: 3 });
  expect(pickKernel(layer, 1)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17]);
});

it('refuses a network that begins with something else', () => {
  const pool = { type: 'max-pool', name: 'pool', size: 2 } as const;
  expect(() => readFirstLayer(open([pool, conv]))).toThrow('made-up');
});
