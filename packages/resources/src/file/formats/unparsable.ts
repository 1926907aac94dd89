import { ResourceError } from '../../contract/error.ts';

/** What cannot be read as its format says; nothing is ever written over it. `line` counts from 1. */
export const unparsable = (line: number | undefined, why: string): ResourceError =>
  new ResourceError('unparsable', line === undefined ? why : `line ${line}: ${why}`);

/** Names the file in what its format says of it. */
export async function inFile<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ResourceError)) throw error;
    if (error.code !== 'unparsable') throw named(path, error);
    throw new ResourceError('unparsable', `${path}, ${error.message}; the file is left as it is.`, {
      hint: 'Mend the file by hand, or own it whole with `content`.',
      cause: error,
    });
  }
}

/** The same error, with the file in its sentence. */
const named = (path: string, { code, message, hint }: ResourceError): ResourceError =>
  new ResourceError(code, `${path}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, { hint });
