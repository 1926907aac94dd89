import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file of a module of this package, named from this folder without its ending: TypeScript in a clone, JavaScript as published. */
export const modulePath = (name: string): string =>
  fileURLToPath(new URL(`${name}${extname(import.meta.url)}`, import.meta.url));
