import { relative } from 'node:path';
import type { InstanceId, Source } from '@rolecall/protocol';

/** `FILE:LINE:COLUMN`, the file as it is reached from here where that is shorter. */
export function showSource({ file, line, column }: Source): string {
  const near = file.startsWith('/') ? relative(process.cwd(), file) : file;
  return `${near.length < file.length ? near : file}:${line}:${column}`;
}

/** The two halves of `USE@HOST`. */
export function splitInstance(instance: InstanceId): { readonly use: string; readonly host: string } {
  const at = instance.indexOf('@');
  return { use: instance.slice(0, at), host: instance.slice(at + 1) };
}
