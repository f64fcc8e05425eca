import { Command } from 'commander';
import { findChromium } from '../node/chromium/find-chromium.ts';
import { parseShare, runCommand } from '../node/command/run-command.ts';
import { writeJson } from '../node/json-file.ts';
import { createFacesReport, describeFaces } from './faces/describe-faces.ts';
import { readMarkedPhotos } from './faces/marked-photo.ts';
import { requireChromium } from '../node/chromium/provide-chromium.ts';

interface Options {
  readonly photos: string;
  readonly boxes: string;
  readonly iou: number;
  readonly json?: string;
}

const program = new Command('bench:faces')
  .description(
    'Counts how many hand-marked faces Mien, face-api and Human find on photos and at which size, and their false boxes.',
  )
  .requiredOption('--photos <folder>', 'the photos')
  .requiredOption('--boxes <file>', 'CSV of the faces on them: file, x, y, width, height; a line a face')
  .option('--iou <share>', 'from which overlap on a box is that of a face', parseShare, 0.5)
  .option('--json <file>', 'write all figures there, too');

await runCommand(async () => {
  const { photos: folder, boxes, iou: minIoU, json } = program.parse().opts<Options>();
  const photos = await readMarkedPhotos(boxes);
  const { measureFaces } = await import('./faces/measure-faces.ts');
  const executablePath = requireChromium(findChromium);
  const findings = await measureFaces({ executablePath, folder, photos, minIoU, say: console.error });
  const report = createFacesReport(findings, minIoU);
  console.log(describeFaces(report));
  if (json !== undefined) await writeJson(json, report);
});
