import { expect, it } from 'vitest';
import { parseBackendWish } from '../../src/app/backend-wish.ts';

it.each([
  ['', { forced: null, unknown: null }],
  ['?backend=wasm', { forced: 'wasm', unknown: null }],
  ['?x=1&backend=webgpu', { forced: 'webgpu', unknown: null }],
  ['?backend=cuda', { forced: null, unknown: 'cuda' }],
  ['?backend=', { forced: null, unknown: null }],
])('reads %j', (query, wish) => {
  expect(parseBackendWish(query)).toEqual(wish);
});
