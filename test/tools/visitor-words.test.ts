import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import ts from 'typescript-eslint';

// The project's own configuration, without the rules that need types: the files below do not exist.
const eslint = new ESLint({ overrideConfig: [ts.configs.disableTypeChecked] });

/** The lines of a file in which the rule finds words; other complaints do not matter here. */
async function findWords(filePath: string, code: string): Promise<number[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const messages = result?.messages ?? [];
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(fatal.message);
  return messages.filter(({ ruleId }) => ruleId === 'mien/words-in-one-place').map(({ line }) => line);
}

const COMPONENT = 'src/app/live/New.svelte';

it.each([
  ['text', '<p>Paused</p>'],
  ['text beside a value', '<p>{count} faces</p>'],
  ['a name for screen readers', '<button aria-label="Pause"></button>'],
  ['a part of such a name', '<button aria-label="Pause {name}"></button>'],
  ['a description of a picture', '<img alt="A face" src={url} />'],
  ['a hint', '<input placeholder="Name" />'],
  ['one of two words', "<p>{paused ? 'Paused' : words.running}</p>"],
  ['one of two names', "<p title={paused ? 'Paused' : words.running}></p>"],
  ['a unit', "<dd>{writeMeasure(latencyMs, 'ms')}</dd>"],
  ['a unit in a template', '<dd>{`${latencyMs}ms`}</dd>'],
  ['a word in a branch', "{#if paused}{'Paused'}{/if}"],
  ['a word that is handed on', "{@render fact('Size', value)}"],
  ['a word with a name', "{#if paused}{@const label = 'Paused'}<p>{label}</p>{/if}"],
  ['a sentence in the script', "<script>\n  const hint = 'Come a little closer';\n</script>\n<p>{hint}</p>"],
])('finds %s in a component', async (_, code) => {
  expect(await findWords(COMPONENT, code)).toHaveLength(1);
});

it.each([
  ['src/app/session/new.ts', "export const hint = 'Come a little closer';"],
  ['src/app/session/new.ts', 'export const hint = `Come, ${name}`.trim() + `or ${name} goes`;'],
  ['src/check/new.ts', "export const hint = { text: 'it works here' };"],
  ['src/capture/new.ts', 'export const label = (n) => `Camera ${n}`;'],
  ['src/capture/new.ts', 'export const time = (n) => `${n} ms`;'],
  ['src/app/shell/words.ts', "export const words = { paused: 'Come a little closer' };"],
])('finds words in %s: %s', async (file, code) => {
  expect((await findWords(file, code)).length).toBeGreaterThan(0);
});

it.each([
  [COMPONENT, '<p class="large text" title={words.live.paused}>{words.live.paused}: {count}</p>'],
  [COMPONENT, '<input type="radio" name="demo" data-testid="the mirror" />'],
  [COMPONENT, "{#if live.status === 'failed'}<p>{'progress' in engine ? words.engine['loading'] : ''}</p>{/if}"],
  [COMPONENT, '<button onclick={() => session.choose(\'front\')} style:left="{left}px"></button>'],
  [COMPONENT, '<style>\n  p {\n    margin: 0 auto;\n  }\n</style>'],
  ['src/app/session/new.ts', "throw new Error('the page has no engine');"],
  ['src/app/session/new.ts', "export const problem = { code: 'camera-lost', detail: 'the video track ended' };"],
  ['src/capture/new.ts', 'throw new CameraError(`the camera ${name} gave nothing`);'],
  ['src/app/shell/words.ts', 'export const write = () => m.live_paused();'],
  ['src/engine/new.ts', "export const reason = 'a software renderer';"],
])('finds none in %s: %s', async (file, code) => {
  expect(await findWords(file, code)).toEqual([]);
});
