import { ResourceError } from '../../contract/error.ts';

/** A key of a file with sections; `section` is empty above the first one. */
export interface IniName {
  readonly section: string;
  readonly name: string;
}

/** `section.name`, parted at the last dot; `[section] name` where the name itself has one; `name` above the first section. */
export function iniName(key: string): IniName {
  const [, section, name] = /^\[([^[\]]+)\] (\S.*)$/.exec(key) ?? [];
  if (section !== undefined && name !== undefined) return checked({ section, name }, key);
  const dot = key.lastIndexOf('.');
  return checked({ section: key.slice(0, Math.max(0, dot)), name: key.slice(dot + 1) }, key);
}

function checked(made: IniName, key: string): IniName {
  if (/^[^\s=:#;[\]][^=]*$/.test(made.name) && !/[[\]]/.test(made.section)) return made;
  throw new ResourceError('bad_key', `"${key}" is no key of an ini file: write "section.name" or "[section] name"`);
}
