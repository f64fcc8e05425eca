import type { RulerSummary } from '../../src/core/model-manifest.ts';
import { formatTable } from '../../node/format.ts';
import { markFigures, writeInterval, writePercent } from './figure-block.ts';
import { readShippedModels, type ShippedModel } from './shipped-models.ts';

/** How good the committed networks are, in one table. */
export function describeQuality(root: string): string {
  const header = ['network', 'size', 'test faces', 'FER+', '95 % interval', 'mean recall', 'FER2013'];
  return markFigures('quality', [formatTable([header, ...readShippedModels(root).map(readPublicTest)], 3)]);
}

function readPublicTest(model: ShippedModel): string[] {
  const { split, ferPlusMajority, labelHead } = model.manifest.metrics;
  return describeRow(model, `${split}, chosen on`, ferPlusMajority, labelHead);
}

function describeRow(
  { name, bytes }: ShippedModel,
  faces: string,
  ferPlus: RulerSummary | null,
  labels: RulerSummary | null,
): string[] {
  return [
    `\`${name}\``,
    `${(bytes / 1e6).toFixed(1)} MB`,
    faces,
    ferPlus ? writePercent(ferPlus.accuracy) : '-',
    ferPlus ? writeInterval(ferPlus.interval) : '-',
    ferPlus ? writePercent(ferPlus.meanRecall) : '-',
    labels ? writePercent(labels.accuracy) : '-',
  ];
}
