import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { DecisionRule } from '../../src/core/decision-rule.ts';
import { writeWhole } from '../../node/whole-files.ts';
import { MANIFEST, MODEL_FILES, unpackModel } from '../models/model-files.ts';
import { makeGoldenFaces } from './golden-faces.ts';

const ruleSchema = v.object({ prior: v.array(v.number()), priorStrength: v.number(), temperature: v.number() });

/** What this program needs of a manifest of version 4 to make one of version 5. */
const manifestSchema = v.looseObject({
  version: v.literal(4),
  normalisation: v.object({ mean: v.number(), std: v.number() }),
  decisions: v.object({ everyday: ruleSchema, acting: ruleSchema }),
  calibration: v.looseObject({ ruler: v.string() }),
  metrics: v.looseObject({ rater: v.unknown() }),
});

/**
 * Gives a model with a manifest of version 4 one of version 5: the same probabilities, written as offsets of the logits,
 * the golden faces, and what had other names. Its robustness is left out. Weights, network and card stay as they are, and
 * so does any other model.
 *
 * The wasm backend must be current (`prepareWasmBackend`).
 */
export async function upgradeModel(folder: string): Promise<void> {
  const json: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
  if (!v.is(manifestSchema, json)) return;
  const [modelFile, weightFile] = MODEL_FILES;
  const modelJson = await readFile(join(folder, modelFile), 'utf8');
  const model = await unpackModel({ modelJson, weights: await readFile(join(folder, weightFile)) });
  const {
    normalisation,
    decisions,
    calibration: { ruler, ...calibration },
    metrics: { rater, ...metrics },
  } = json;
  const upgraded = {
    golden: makeGoldenFaces(model, normalisation),
    ...json,
    version: 5,
    decisions: { everyday: upgradeRule(decisions.everyday), acting: upgradeRule(decisions.acting) },
    calibration: { ...calibration, truth: ruler, offsets: null },
    metrics: { ...metrics, humanBaseline: rater, robustness: null },
  };
  model.dispose();
  await writeWhole(join(folder, MANIFEST), JSON.stringify(upgraded, null, 2) + '\n');
}

/** softmax(logits / temperature - strength log prior) as offsets. */
function upgradeRule({ prior, priorStrength, temperature }: v.InferOutput<typeof ruleSchema>): DecisionRule {
  const offsets = prior.map((share) => -priorStrength * Math.log(share));
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
  return { temperature, logitOffsets: offsets.map((offset) => offset - mean) };
}
