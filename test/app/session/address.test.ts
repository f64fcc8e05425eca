import { expect, it } from 'vitest';
import { parsePlace, PLACES, writeBackendQuery, writePlace, writeQuery } from '../../../src/app/session/address.ts';

const USUAL = { prior: 'everyday', modelWish: 'auto' } as const;

it('reads the place that it writes', () => {
  expect(PLACES.map(writePlace).map(parsePlace)).toEqual(PLACES);
});

it('finds the place of what lies within one', () => {
  expect(['#inside/edges', '#inside/edges?kernel=1,2', '#inside?x'].map(parsePlace)).toEqual(Array(3).fill('inside'));
});

it.each(['', '#', '#start', '#nowhere', '#live2', 'live'])('takes %j for the start', (fragment) => {
  expect(parsePlace(fragment)).toBe('start');
});

it('says nothing of what is as usual, and keeps what others have said', () => {
  expect(writeQuery('', USUAL)).toBe('');
  expect(writeQuery('?model=fast&prior=acting', USUAL)).toBe('');
  expect(writeQuery('?backend=wasm&model=fast', USUAL)).toBe('?backend=wasm');
});

it('asks for a backend, or for none, and leaves the rest', () => {
  expect(writeBackendQuery('?model=fast', 'wasm')).toBe('?model=fast&backend=wasm');
  expect(writeBackendQuery('?model=fast&backend=wasm', null)).toBe('?model=fast');
  expect(writeBackendQuery('?backend=wasm', null)).toBe('');
});

it('says which network and prior were chosen', () => {
  expect(writeQuery('?backend=wasm', { prior: 'acting', modelWish: 'accurate' })).toBe(
    '?backend=wasm&model=accurate&prior=acting',
  );
});
