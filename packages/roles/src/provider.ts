/** What the provider of a kind that a role brings is written with; nothing of it needs the schema library. */

export type {
  Command,
  Completed,
  Entry,
  FileWrite,
  Host,
  Observed,
  Owed,
  ParamsOf,
  Prior,
  Provider,
  Write,
} from '@rolecall/resources';
export { runChecked, succeeded } from '@rolecall/resources/checked';
export { ResourceError } from '@rolecall/resources/error';
export { capturePaths, filePriors, restorePaths } from '@rolecall/resources/path-prior';
export { readEach, readTogether } from '@rolecall/resources/read-each';
export { lookAtFile, parsedFile, putFile } from '@rolecall/resources/regular-file';
