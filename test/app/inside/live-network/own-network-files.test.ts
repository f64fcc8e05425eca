import { describe, expect, it } from 'vitest';
import {
  findMissingFiles,
  holdsNetwork,
  pickNetworkFiles,
  readDroppedFiles,
} from '../../../../src/app/inside/live-network/own-network-files.ts';

type Content = string | { readonly [name: string]: Content };

/** An entry as browsers give one: a folder hands over two entries at a time. */
function makeEntry(name: string, content: Content): FileSystemEntry {
  if (typeof content === 'string') {
    const file = (onFile: (file: File) => void) => onFile(new File([content], name));
    return { name, isDirectory: false, isFile: true, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const entries = Object.entries(content).map(([child, inside]) => makeEntry(child, inside));
    return { readEntries: (onEntries: (portion: FileSystemEntry[]) => void) => onEntries(entries.splice(0, 2)) };
  };
  return { name, isDirectory: true, isFile: false, createReader } as unknown as FileSystemEntry;
}

function drop(dropped: Record<string, Content>): DataTransfer {
  const items = Object.entries(dropped).map(([name, content]) => ({
    webkitGetAsEntry: () => makeEntry(name, content),
  }));
  return { items } as unknown as DataTransfer;
}

const NETWORK = { 'manifest.json': '{}', 'model.json': '{}', 'weights.bin': 'w', 'MODEL_CARD.md': '#' };

describe('holdsNetwork', () => {
  it('is told by a folder, or by a file of a network', () => {
    expect(holdsNetwork(drop({ lenet5: NETWORK }))).toBe(true);
    expect(holdsNetwork(drop({ 'model.json': '{}' }))).toBe(true);
    expect(holdsNetwork(drop({ 'weights.bin': '' }))).toBe(true);
    expect(holdsNetwork(drop({ 'me.jpg': '' }))).toBe(false);
    expect(holdsNetwork(drop({}))).toBe(false);
  });

  it('takes files that have no entry, too', () => {
    const item = (name: string) => ({ webkitGetAsEntry: () => null, getAsFile: () => new File(['{}'], name) });
    expect(holdsNetwork({ items: [item('model.json')] } as unknown as DataTransfer)).toBe(true);
    expect(holdsNetwork({ items: [item('me.jpg')] } as unknown as DataTransfer)).toBe(false);
  });
});

describe('readDroppedFiles', () => {
  const readNames = async (dropped: Record<string, Content>) =>
    (await readDroppedFiles(drop(dropped))).map(({ name }) => name);

  it('reads a folder, and the one that holds it', async () => {
    expect(await readNames({ lenet5: NETWORK })).toEqual(Object.keys(NETWORK));
    expect(await readNames({ mine: { 'notes.txt': '', lenet5: NETWORK } })).toEqual([
      'notes.txt',
      ...Object.keys(NETWORK),
    ]);
    expect(await readNames(NETWORK)).toEqual(Object.keys(NETWORK));
  });

  it('does not go through all of a disk', async () => {
    const photos = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`${i}.jpg`, '']));
    expect(await readNames({ photos })).toHaveLength(500);
    expect(await readNames({ a: { b: { c: { d: NETWORK } } } })).toEqual([]);
  });
});

describe('findMissingFiles', () => {
  it('names what is missing; the card is not needed', () => {
    const files = (names: readonly string[]) => names.map((name) => new File([''], name));
    expect(findMissingFiles(files(['manifest.json', 'model.json', 'weights.bin']))).toEqual([]);
    expect(findMissingFiles(files(['model.json', 'weights.bin']))).toEqual(['manifest.json']);
    expect(findMissingFiles(files(['me.jpg']))).toEqual(['manifest.json', 'model.json', 'weights.bin']);
  });
});

describe('pickNetworkFiles', () => {
  it('takes those that lie beside the first model', () => {
    const files = ['all/a/manifest.json', 'all/b/model.json', 'all/b/manifest.json', 'all/c/model.json'].map((path) =>
      Object.defineProperty(new File([''], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path }),
    );
    expect(pickNetworkFiles(files)).toEqual([files[1], files[2]]);
    const [first] = files;
    expect(pickNetworkFiles([first as File])).toEqual([first]);
  });
});
