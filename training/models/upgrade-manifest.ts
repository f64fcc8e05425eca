import * as v from 'valibot';

const ruleSchema = v.object({ prior: v.array(v.number()), priorStrength: v.number(), temperature: v.number() });

/** What version 5 changes of a manifest. */
const manifestSchema = v.looseObject({
  version: v.literal(4),
  decisions: v.object({ everyday: ruleSchema, acting: ruleSchema }),
  calibration: v.looseObject({}),
});

/**
 * A manifest of version 4, which models have that come back from the git history, as one of version 5: the same
 * probabilities, written as offsets of the logits. Everything else is returned as it is.
 */
export function upgradeManifest(json: unknown): unknown {
  if (!v.is(manifestSchema, json)) return json;
  const { decisions, calibration } = json;
  return {
    ...json,
    version: 5,
    decisions: { everyday: upgradeRule(decisions.everyday), acting: upgradeRule(decisions.acting) },
    calibration: { ...calibration, offsets: null },
  };
}

function upgradeRule({ prior, priorStrength, temperature }: v.InferOutput<typeof ruleSchema>) {
  const offsets = prior.map((share) => -priorStrength * Math.log(share));
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
  return { temperature, logitOffsets: offsets.map((offset) => offset - mean) };
}
