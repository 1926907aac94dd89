import { _, type Code, type KeywordCxt, str } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';

/**
 * Lengths of strings are counted as zod does, in code points. ajv's own keywords would have the validators import a part of ajv; these
 * count only where the number of UTF-16 units, which is known, leaves it open.
 */
export function countCodePoints(ajv: Ajv2020): void {
  limit(ajv, 'maxLength', 'more', (text, max) => _`${text}.length > ${max} && [...${text}].length > ${max}`);
  limit(ajv, 'minLength', 'fewer', (text, min) =>
    min < 2 ? _`${text}.length < ${min}` : _`${text}.length < ${2 * min} && [...${text}].length < ${min}`,
  );
}

type Fails = (text: KeywordCxt['data'], bound: number) => Code;

function limit(ajv: Ajv2020, keyword: string, word: string, fails: Fails): void {
  ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword,
    type: 'string',
    schemaType: 'number',
    error: { message: ({ schemaCode }) => str`must NOT have ${word} than ${schemaCode} characters` },
    code: (context) => context.fail(fails(context.data, context.schema)),
  });
}
