import { describe, expect, it } from 'vitest';
import { NetworkShelf } from '../../../../src/app/inside/study/network-shelf.ts';
import type { FarLaboratory, LaboratoryClient, OpenNetwork } from '../../../../src/lab/lab-client.ts';

const VERSION = { isKept: () => true, isUpdated: () => Promise.resolve(false) };

/** A laboratory that opens what is called model.json, and nothing else. */
function fakeLaboratory() {
  const opened: number[] = [];
  const closed: number[] = [];
  const laboratory = {
    open: (source: { files: readonly File[] }) => {
      if (source.files[0]?.name !== 'model.json') return Promise.resolve({ code: 'model-missing', detail: 'no model' });
      opened.push(opened.length + 1);
      return Promise.resolve({ id: opened.length } as OpenNetwork);
    },
    close: (id: number) => Promise.resolve(void closed.push(id)),
  } as unknown as FarLaboratory;
  const client: LaboratoryClient = {
    ask: (question) => question(laboratory),
    stopped: new Promise(() => undefined),
    dispose: () => undefined,
  };
  return { shelf: new NetworkShelf(client, VERSION), closed };
}

const GOOD = [new File([''], 'model.json')];

describe('NetworkShelf', () => {
  it("keeps the visitor's network while another one cannot be used", async () => {
    const { shelf, closed } = fakeLaboratory();
    expect(shelf.own).toBeNull();
    await shelf.openOwn(GOOD);
    await expect(shelf.openOwn([new File([''], 'me.jpg')])).rejects.toMatchObject({ code: 'model-missing' });
    expect(shelf.own?.id).toBe(1);
    expect(closed).toEqual([]);
  });

  it('closes the one before the last: answers about the last may still be asked for', async () => {
    const { shelf, closed } = fakeLaboratory();
    for (let i = 0; i < 4; i++) await shelf.openOwn(GOOD);
    expect(shelf.own?.id).toBe(4);
    expect(closed).toEqual([1, 2]);
  });
});
