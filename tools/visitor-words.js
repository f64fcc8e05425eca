/**
 * Keeps what a visitor reads in one place: the messages of src/words, in every language that the page has, so that no
 * sentence is said in two ways, or in one language only. Read by eslint.config.js.
 */

/** Attributes that are read out or shown. */
const READ_ATTRIBUTE = String.raw`SvelteAttribute[key.name=/^(aria-(label|description|placeholder|roledescription|valuetext)|alt|label|placeholder|title)$/]`;

/** A mustache, or a part of a template, whose value is shown. */
const SHOWN = `:matches(:not(SvelteAttribute):not(SvelteStyleDirective) > SvelteMustacheTag, ${READ_ATTRIBUTE}, SvelteConstTag, SvelteRenderTag)`;

/** Names things for the program: `status === 'failed'`, `'progress' in engine`, `words.live['pause']`. */
const CODE = ':matches(BinaryExpression, MemberExpression)';

/** What a program says to whoever looks into a problem: an error's message, a problem's detail. */
const DIAGNOSIS = ':matches(NewExpression, Property[key.name=detail])';

const LETTER = String.raw`/\p{L}/u`;

/** Two words in a row. */
const SENTENCE = String.raw`/\p{L}{2},? \p{L}{2}/u`;

/** The same where one of the two may be a value: `Camera ${number}`, `${duration} ms`. */
const PART_OF_SENTENCE = String.raw`/^ \p{L}{2}|\p{L}{2},? (\p{L}{2}|$)/u`;

const WORDS = [
  `:not(SvelteStyleElement, SvelteScriptElement) > SvelteText[value=${LETTER}]`,
  `${READ_ATTRIBUTE} > SvelteLiteral[value=${LETTER}]`,
  `${SHOWN} Literal[value=${LETTER}]:not(${CODE} > Literal)`,
  `${SHOWN} TemplateElement[value.raw=${LETTER}]`,
  `Literal[value=${SENTENCE}]:not(${DIAGNOSIS} Literal)`,
  `TemplateElement[value.raw=${PART_OF_SENTENCE}]:not(${DIAGNOSIS} TemplateElement)`,
];

/** @type {import('eslint').Rule.RuleModule} */
const wordsInOnePlace = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      words: 'What a visitor reads is a message of src/words/en.json and zh.json.',
    },
  },
  create: (context) => ({
    [`:matches(${WORDS.join(', ')})`]: (/** @type {import('estree').Node} */ node) =>
      context.report({ node, messageId: 'words' }),
  }),
};

/** @type {import('eslint').Linter.Config} */
export const visitorWords = {
  files: ['src/app/**', 'src/check/**', 'src/embed/**', 'src/capture/**', 'src/words/**'],
  ignores: ['src/words/compiled/**'],
  plugins: { mien: { rules: { 'words-in-one-place': wordsInOnePlace } } },
  rules: { 'mien/words-in-one-place': 'error' },
};
