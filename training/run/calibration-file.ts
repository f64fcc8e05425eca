import { join } from 'node:path';
import * as v from 'valibot';
import { calibrationSchema, decisionsSchema } from '../../src/core/model-manifest.ts';
import type { Calibration } from '../scoring/calibrate-model.ts';
import { parseJson, writeJson } from '../../node/json-file.ts';
import { readIfThere } from '../../node/whole-files.ts';
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
  await writeJson(join(folder, CALIBRATION), { weightsSha256, ...calibration });
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
  const { weightsSha256: fittedFor, ...calibration } = parseJson(
    text,
    fileSchema,
    (fault) => new RunFolderError(`${path} is damaged (${fault}); fit the rules again with npm run train:calibrate`),
  );
  return fittedFor === weightsSha256 ? calibration : null;
}
