import { join } from 'node:path';
import * as v from 'valibot';
import { calibrationSchema, decisionsSchema } from '../../src/core/model-manifest.ts';
import type { Calibration } from '../scoring/calibrate-model.ts';
import { readIfThere, writeWhole } from '../../node/whole-files.ts';
import { RunFolderError } from './run-folder.ts';

const CALIBRATION = 'calibration.json';

const fileSchema = v.object({
  /** SHA-256 of the weights, rounded to float16, that the rules were fitted for. */
  weightsSha256: v.string(),
  decisions: decisionsSchema,
  record: calibrationSchema,
});

/** Keeps a run's decision rules for its export. */
export async function writeCalibration(folder: string, weightsSha256: string, calibration: Calibration): Promise<void> {
  await writeWhole(join(folder, CALIBRATION), JSON.stringify({ weightsSha256, ...calibration }, null, 2) + '\n');
}

/**
 * Reads a run's decision rules.
 *
 * @returns null if there is none yet, or it was fitted for other weights: the run has gone on since
 * @throws RunFolderError if the file is damaged
 */
export async function readCalibration(folder: string, weightsSha256: string): Promise<Calibration | null> {
  const path = join(folder, CALIBRATION);
  const text = await readIfThere(path);
  if (text === null) return null;
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), text);
  if (!result.success) throw new RunFolderError(`${path} is damaged; fit the rules again with npm run train:calibrate`);
  const { weightsSha256: fittedFor, ...calibration } = result.output;
  return fittedFor === weightsSha256 ? calibration : null;
}
