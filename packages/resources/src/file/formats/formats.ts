import { byLine } from './by-line.ts';
import { ini } from './ini.ts';
import type { KeyedFormat } from './keyed-format.ts';
import { type FormatName, lineFormats } from './names.ts';

/** A format by its name. The reader of YAML is large, and is only loaded where a file needs it. */
export async function formatNamed(name: FormatName): Promise<KeyedFormat> {
  switch (name) {
    case 'redis':
    case 'equals':
    case 'space':
      return byLine(lineFormats[name]);
    case 'ini':
      return ini;
    case 'yaml':
      return (await import('./tree/tree-format.ts')).yaml;
    case 'json':
      return (await import('./tree/tree-format.ts')).json;
  }
}
