import type { Source } from '@rolecall/protocol';

// biome-ignore lint/complexity/noBannedTypes: captureStackTrace takes any function, and only its identity counts
type AnyFunction = Function;

const FRAME = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/;

/** The place that one line of a stack names; nothing for lines of the runtime itself and for text that is no frame. */
function placeInFrame(line: string): Source | undefined {
  const text = line.trim();
  if (!text.startsWith('at ')) return undefined;
  const found = FRAME.exec(text.includes('(') ? text.slice(text.lastIndexOf('(')) : text.slice('at '.length));
  const [, file, row, column] = found ?? [];
  if (file === undefined || file.startsWith('node:') || file === '<anonymous>') return undefined;
  return { file: file.replace(/^file:\/\//, ''), line: Number(row), column: Number(column) };
}

/** The first place in a stack that lies in a file. */
export function placeInStack(stack: string): Source | undefined {
  for (const line of stack.split('\n')) {
    const place = placeInFrame(line);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Stands where no place is known, so that a document is whole: code that was made at run time has no file. */
const NOWHERE: Source = { file: 'unknown', line: 1, column: 1 };

/** Who called `below`: a place in the bundle that is running, which a source map leads back to the author's file. */
export function placeOf(below: AnyFunction): Source {
  const target: { stack?: string } = {};
  Error.captureStackTrace(target, below);
  return placeInStack(target.stack ?? '') ?? NOWHERE;
}
