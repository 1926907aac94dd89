import { ResourceError } from '../../contract/error.ts';

/** Refuses a value that would end its line early. The value is not in the message: it may be a secret. */
export function onOneLine(key: string, value: string): string {
  if (!/[\n\r\0]/.test(value)) return value;
  throw new ResourceError('bad_value', `The value of the key ${key} holds a line break, which its file cannot hold.`, {
    hint: 'Take the line break out of the value.',
  });
}
