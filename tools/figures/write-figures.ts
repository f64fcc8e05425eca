import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENT_NAMES, fillDocument } from './documents.ts';

const root = join(import.meta.dirname, '../..');
for (const name of DOCUMENT_NAMES) writeFileSync(join(root, name), fillDocument(root, name));
