import { z } from 'zod';
import type { Kind } from './contract/kind.ts';

/** The parts of JSON Schema that the kinds' parameters come to. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Ours: a number that people write with `0o`. */
  readonly octal?: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  null: 'nothing',
  object: 'table',
};

/** A type, in words. */
function typeWords(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(typeWords).join(' or ');
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'array') return `list of ${typeWords(schema.items ?? {})}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `table of ${typeWords(schema.additionalProperties)}`;
  }
  return WORDS[schema.type ?? ''] ?? schema.type ?? 'anything';
}

function defaultWords(schema: Schema, isRequired: boolean): string {
  if (isRequired) return 'required';
  if (schema.default === undefined) return 'not set';
  if (schema.octal && typeof schema.default === 'number') return `\`0o${schema.default.toString(8)}\``;
  return `\`${typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default)}\``;
}

/** A cell of a table holds no bar and no line break. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function row(name: string, schema: Schema, required: readonly string[]): string {
  const cells = [
    `\`${name}\``,
    typeWords(schema),
    defaultWords(schema, required.includes(name)),
    schema.description ?? '',
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** A parameter, and below it those of the table that it is, or of the tables that it lists: `archive.sha256`, `ingress[].ports`. */
function rows(name: string, schema: Schema, required: readonly string[]): readonly string[] {
  const of = schema.items === undefined ? `${name}.` : `${name}[].`;
  const { properties = {}, required: inner = [] } = schema.items ?? schema;
  const below = Object.entries(properties).filter(([, { description }]) => description !== undefined);
  return [
    row(name, schema, required),
    ...below.map(([property, each]) =>
      row(
        `${of}${property}`,
        each,
        inner.map((one) => `${of}${one}`),
      ),
    ),
  ];
}

/** What every kind takes beside its own parameters. */
const REMOVE: Schema = {
  enum: ['always', 'keep', 'made'],
  description:
    'What happens once it is no longer declared: it is taken away whatever it is, left as it is, or taken away unless it was there before.',
};

/** What a kind says of itself. */
type Described = Pick<Kind<string, z.ZodObject>, 'kind' | 'summary' | 'params' | 'example' | 'notes' | 'holdsData'>;

/** The reference page of a kind, as markdown, from its declaration alone. */
export function referencePage(kind: Described): string {
  const { properties = {}, required = [] } = z.toJSONSchema(kind.params, { io: 'input' }) as Schema;
  const removal = kind.holdsData
    ? "It may hold data: once a site no longer declares it, it is kept, and that is said; `remove: 'always'` takes it away."
    : 'Once a site no longer declares it, it is taken away, unless it stood there before; `remove` says otherwise.';
  return [
    `# ${kind.kind}`,
    '',
    kind.summary,
    '',
    '```ts',
    kind.example,
    '```',
    '',
    '| parameter | type | default | meaning |',
    '| --- | --- | --- | --- |',
    ...Object.entries(properties).flatMap(([property, schema]) => rows(property, schema, required)),
    row('remove', REMOVE, []),
    '',
    '## Good to know',
    '',
    ...[...(kind.notes ?? []), removal].map((note) => `- ${note}`),
    '',
  ].join('\n');
}
