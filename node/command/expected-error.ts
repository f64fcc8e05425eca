/**
 * What the person who called a command can mend. The message is one sentence: what, where, what to do. Commands show it
 * without a stack and end with exit code 1.
 */
export class ExpectedError extends Error {}
