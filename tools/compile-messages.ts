import { compile } from '@inlang/paraglide-js';
import { MESSAGE_COMPILER } from './message-compiler.ts';

await compile({ ...MESSAGE_COMPILER, cleanOutdir: true, emitTsDeclarations: true });
