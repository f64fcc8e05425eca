import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { readTrainingShift } from '../../../../src/app/inside/weights/read-training-shift.ts';
import { folderOfModel, readModelFiles } from '../../../../training/models/model-files.ts';

it('finds what the training did to its faces in a manifest, or nothing', async () => {
  const { manifest } = await readModelFiles(folderOfModel('mlp'));
  const { augment } = manifest.training.config as { augment: { shift: number } };
  expect(readTrainingShift(manifest)).toBe(augment.shift);
  expect(readTrainingShift({ ...manifest, training: { ...manifest.training, config: {} } })).toBeNull();
});
