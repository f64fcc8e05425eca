import { expose } from 'comlink';
import { startWasm } from '../engine/device/start-wasm.ts';
import { createLaboratory } from './create-laboratory.ts';
import type { LaboratoryDoor } from './lab-client.ts';

expose({
  async start(baseUrl) {
    await startWasm(fetch);
    Object.assign(this, createLaboratory(baseUrl));
  },
});
