import { expect, it } from 'vitest';
import { parseAddressWishes } from '../../../src/app/engine-lifecycle/address-wishes.ts';

const NOTHING = { backend: null, model: 'auto', prior: 'everyday', unknown: [] };

it.each([
  ['', NOTHING],
  ['?backend=wasm', { ...NOTHING, backend: 'wasm' }],
  ['?x=1&backend=webgpu', { ...NOTHING, backend: 'webgpu' }],
  ['?backend=cuda', { ...NOTHING, unknown: [{ parameter: 'backend', value: 'cuda' }] }],
  ['?backend=&model=', NOTHING],
  ['?model=accurate&backend=webgl', { ...NOTHING, backend: 'webgl', model: 'accurate' }],
  ['?prior=acting', { ...NOTHING, prior: 'acting' }],
  ['?model=huge', { ...NOTHING, unknown: [{ parameter: 'model', value: 'huge' }] }],
])('reads %j', (query, wishes) => {
  expect(parseAddressWishes(query)).toEqual(wishes);
});
