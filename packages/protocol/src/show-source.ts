import type { Source } from './source.ts';

/** `FILE:LINE:COLUMN`, which terminals and editors follow. */
export const showSource = (source: Source): string => `${source.file}:${source.line}:${source.column}`;
