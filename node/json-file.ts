import * as v from 'valibot';
import { writeWhole } from './whole-files.ts';

/**
 * Makes sure that what comes from a file is of a known form.
 *
 * @param refuse makes the error; it is told what is wrong, the field first: `runs.3.seed: Invalid type: ...`
 * @throws what `refuse` makes, if it is of another form
 */
export function checkForm<Content>(
  value: unknown,
  schema: v.GenericSchema<unknown, Content>,
  refuse: (fault: string) => Error,
): Content {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  throw refuse(field === null ? issue.message : `${field}: ${issue.message}`);
}

/**
 * Reads JSON of a known form.
 *
 * @param refuse see `checkForm`
 * @throws what `refuse` makes, if the text is no JSON or of another form
 */
export function parseJson<Content>(
  text: string,
  schema: v.GenericSchema<unknown, Content>,
  refuse: (fault: string) => Error,
): Content {
  return checkForm(text, v.pipe(v.string(), v.parseJson(), schema), refuse);
}

/** Writes JSON for people, too: see `writeWhole`. */
export async function writeJson(path: string, content: unknown): Promise<void> {
  await writeWhole(path, JSON.stringify(content, null, 2) + '\n');
}
