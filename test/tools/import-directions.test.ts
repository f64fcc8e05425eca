import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import ts from 'typescript-eslint';

// The project's own configuration, without the rules that need types: the files below do not exist.
const eslint = new ESLint({ overrideConfig: [ts.configs.disableTypeChecked] });
const DIRECTION_RULES = new Set(['no-restricted-imports', 'no-restricted-syntax']);

/** What the import rules say of a file with this code; other complaints do not matter here. */
async function findWrongImports(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const messages = result?.messages ?? [];
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(fatal.message);
  return messages.filter(({ ruleId }) => ruleId && DIRECTION_RULES.has(ruleId)).map(({ message }) => message);
}

describe('the import directions', () => {
  it.each([
    ['src/core/new.ts', '../engine/link/protocol.ts', 'outside core'],
    ['src/core/new.ts', '@tensorflow/tfjs-core', 'outside core'],
    ['src/core/new.ts', 'node:fs', 'outside core'],
    ['src/core/new.ts', 'svelte', 'outside core'],
    ['src/engine/new.ts', '../app/shell/words.ts', 'no other folder'],
    ['src/engine/new.ts', '../capture/camera.ts', 'no other folder'],
    ['src/engine/new.ts', '../../training/recipe/train-config.ts', 'no other folder'],
    ['src/engine/new.ts', '@vladmandic/face-api/dist/face-api.esm-nobundle.js', 'face-detector.ts'],
    ['src/engine/detector/face-detector.ts', '../../app/shell/words.ts', 'no other folder'],
    ['src/engine/new.ts', '../../node/random.ts', 'no other folder'],
    ['src/capture/new.ts', '../engine/engine-client.ts', 'no other folder'],
    ['src/capture/new.ts', '@tensorflow/tfjs-core', 'TensorFlow.js'],
    ['src/app/new.ts', '../engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/app/new.ts', '../engine/engine.worker.ts?worker', 'engine-client.ts and link/protocol.ts'],
    ['src/app/deeper/new.ts', '../../engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/app/new.ts', '@tensorflow/tfjs-core', 'TensorFlow.js'],
    ['src/app/new.ts', '@vladmandic/face-api', 'face-detector.ts'],
    ['src/app/new.ts', '../../training/recipe/train-config.ts', 'the training'],
    ['src/app/new.ts', '../../test/core/seeded-random.ts', 'tests'],
    ['src/app/new.ts', 'node:path', 'no Node'],
    ['src/app/New.svelte', '../engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/app/new.svelte.ts', '../engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/check/new.ts', '../engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/embed/new.ts', '../engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/main.ts', './engine/device/backend.ts', 'engine-client.ts and link/protocol.ts'],
    ['src/offline/new.ts', '../app/session/session.ts', 'stands alone'],
    ['training/new.ts', '../src/engine/link/protocol.ts', 'only src/core'],
    ['training/data/new.ts', '../../src/app/shell/words.ts', 'only src/core'],
    ['training/new.ts', '@vladmandic/face-api', 'face-detector.ts'],
    ['src/app/new.ts', '../../bench/frames/frame-plan.ts', 'tools and tests import the bench'],
    ['src/engine/new.ts', '../../bench/pages/count-gpu-calls.ts', 'tools and tests import the bench'],
    ['training/new.ts', '../bench/measure/open-page.ts', 'tools and tests import the bench'],
    ['bench/pages/new.ts', '../../src/engine/detector/find-faces.ts', 'what pages see of the engine'],
    ['bench/new.ts', '../src/app/shell/words.ts', 'what pages see of the engine'],
    ['bench/measure/new.ts', '../../training/scoring/metrics.ts', 'only the files of models'],
    ['node/new.ts', '../training/recipe/train-config.ts', 'src/core'],
    ['node/new.ts', '../src/engine/link/protocol.ts', 'src/core'],
    ['src/app/new.ts', '../../node/random.ts', 'the training'],
    ['bench/measure/new.ts', '../../test/core/seeded-random.ts', 'Only tests'],
  ])('forbid %s to import %s', async (file, source, reason) => {
    const inScript = (code: string) => (file.endsWith('.svelte') ? `<script lang="ts">\n${code}\n</script>` : code);
    const forms = [
      `import { thing } from '${source}'; thing();`,
      `import type { Thing } from '${source}'; let thing: Thing;`,
      `export { thing } from '${source}';`,
      `await import('${source}');`,
      `let thing: import('${source}').Thing;`,
    ];
    for (const form of forms) {
      const wrong = await findWrongImports(file, inScript(form));
      expect(wrong, form).toHaveLength(1);
      expect(wrong[0]).toContain(reason);
    }
  });

  it.each([
    ['src/core/new.ts', ['./box.ts', 'valibot']],
    ['src/engine/new.ts', ['./link/protocol.ts', '../core/box.ts', '@tensorflow/tfjs-core']],
    [
      'src/engine/detector/face-detector.ts',
      ['../../core/box.ts', '@vladmandic/face-api/dist/face-api.esm-nobundle.js'],
    ],
    ['src/capture/new.ts', ['./camera.ts', '../core/box.ts']],
    ['src/app/new.ts', ['../engine/engine-client.ts', '../engine/link/protocol.ts', '../capture/camera.ts', 'svelte']],
    ['src/app/deeper/new.ts', ['../session.ts', '../../engine/link/protocol.ts', '../../core/box.ts']],
    ['src/main.ts', ['./app/shell/words.ts', './engine/link/protocol.ts', 'svelte']],
    [
      'training/data/new.ts',
      [
        '../recipe/train-config.ts',
        '../../node/read-csv.ts',
        '../../src/core/box.ts',
        'node:fs',
        '@tensorflow/tfjs-core',
      ],
    ],
    ['training/new.ts', ['./bench/bench-report.ts', './bench/measure-engines.ts']],
    ['bench/pages/new.ts', ['../../src/engine/engine-client.ts', '../../src/core/box.ts', '@vladmandic/human']],
    ['bench/gpu/new.ts', ['../../training/models/model-files.ts', '../../node/gpu/webgpu-backend.ts']],
    ['node/gpu/new.ts', ['../command/expected-error.ts', '../../src/core/box.ts', 'node:fs']],
    ['bench/measure/new.ts', ['../../node/command/run-command.ts', '../../node/chromium/find-chromium.ts', 'node:fs']],
    ['test/core/new.ts', ['../../src/engine/device/backend.ts', '../../node/chromium/find-chromium.ts', 'node:fs']],
  ])('let %s import what it needs', async (file, sources) => {
    const code = sources.map((source, i) => `import { thing as thing${i} } from '${source}';`).join('\n');
    expect(await findWrongImports(file, code)).toEqual([]);
  });
});
