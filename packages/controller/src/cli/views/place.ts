import { relative } from 'node:path';
import type { Source } from '@rolecall/protocol';

/** `FILE:LINE:COLUMN`, the file as it is reached from here where that is shorter. */
export function showSource({ file, line, column }: Source): string {
  const near = file.startsWith('/') ? relative(process.cwd(), file) : file;
  return `${near.length < file.length ? near : file}:${line}:${column}`;
}
