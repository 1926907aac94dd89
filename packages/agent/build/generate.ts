import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Catalog, ToAgent } from '@rolecall/protocol';
import { kinds as allKinds } from '@rolecall/resources/kinds';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { z } from 'zod';
import { compilerOf, withDiscriminators } from './validator.ts';

const FOLDER = fileURLToPath(new URL('../src/generated/', import.meta.url));
const WHERE_FROM = '// Made from the zod schemas by build/generate.ts: change those, then run `npm run generate`.\n';

type JsonSchema = Record<string, unknown>;
/** The part of a kind that its validator needs. */
interface KindSchema {
  readonly kind: string;
  readonly params: z.ZodType;
}

/**
 * The agent's validators: the same schemas as the controller's, as plain functions, so that neither a schema library nor a
 * schema compiler travels to a host. Answers the files by name; nothing is written.
 */
export function generateValidators(): Readonly<Record<string, string>> {
  const kinds: readonly KindSchema[] = Object.values(allKinds);
  const schemas: Record<string, JsonSchema> = {
    toAgent: jsonSchema(ToAgent, 'input'),
    catalog: jsonSchema(Catalog, 'output'),
    ...Object.fromEntries(kinds.map((kind) => [exportOf(kind), jsonSchema(kind.params, 'input')])),
  };
  const messageTypes = ToAgent.options.map((option) => option.shape.type.value);
  return {
    'validators.js': `${WHERE_FROM}${compile(schemas)}\n${tables(messageTypes, kinds)}`,
    'validators.d.ts': `${WHERE_FROM}${DECLARATIONS}`,
  };
}

const exportOf = (kind: KindSchema): string => `params_${kind.kind}`;

const tables = (messageTypes: readonly string[], kinds: readonly KindSchema[]): string =>
  [
    `export const messageTypes = ${JSON.stringify(messageTypes)};`,
    `export const params = { ${kinds.map((kind) => `${kind.kind}: ${exportOf(kind)}`).join(', ')} };`,
    '',
  ].join('\n');

const DECLARATIONS = `interface Validator {
  (value: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}
export declare const toAgent: Validator;
export declare const catalog: Validator;
export declare const messageTypes: readonly string[];
export declare const params: Readonly<Record<string, Validator>>;
`;

function compile(schemas: Readonly<Record<string, JsonSchema>>): string {
  const ajv = compilerOf({ esm: true, lines: true });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name);
  const code = standaloneCode.default(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
  return withTextsOnce(withoutOrigins(code));
}

/** The same few sentences are said in a thousand places: each stands once, in a table. */
function withTextsOnce(code: string): string {
  const texts = new Map<string, number>();
  const shorter = code.replaceAll(
    /^(return refuse\(\w+, .*?, |vErrors = noted\(vErrors, .*?, )("(?:[^"\\]|\\.)*")\);$/gm,
    (_, head: string, text: string) => {
      texts.set(text, texts.get(text) ?? texts.size);
      return `${head}texts[${texts.get(text)}]);`;
    },
  );
  return `${shorter}const texts = [\n${[...texts.keys()].join(',\n')},\n];\n`;
}

/** Of an error only its place and message are ever read; where in the schema it came from is a third of the code. What is done in a thousand places is named. */
const withoutOrigins = (code: string): string =>
  code
    .replaceAll(/,schemaPath:"(?:[^"\\]|\\.)*",keyword:"\w+",params:\{.*?\},(?=message:)/g, ',')
    .replaceAll(
      /(\w+)\.errors = \[\{instancePath(?::(.*?))?,message:(.*?)(?:,propertyName:\w+)?\}\];\nreturn false;/g,
      shortRefusal,
    )
    .replaceAll(
      /const (err\d+) = \{instancePath(?::(.*?))?,message:(.*?)(?:,propertyName:\w+)?\};\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}/g,
      shortNote,
    )
    .replaceAll(/^const schema\d+ = (\{.*\});$/gm, namesOnly)
    .replaceAll(EVALUATED, '')
    .replaceAll(', parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}', '}={}')
    .replaceAll(/,parentData:\w+,parentDataProperty:\w+,rootData,dynamicAnchors\}/g, '}')
    .replaceAll(/(\w+) && typeof \1 == "object" && !Array\.isArray\(\1\)/g, 'isTable($1)')
    .replaceAll('.replace(/~/g, "~0").replace(/\\//g, "~1")', '.replace(/[~/]/g, escaped)')
    .replaceAll(/"must have required property '"\+(\w+)\+"'"/g, 'lacking($1)')
    .concat(HELPERS);

/** Which properties were looked at matters to `unevaluatedProperties` only, which no schema of ours has. */
const EVALUATED =
  /^const (evaluated\d+) = \w+\.evaluated;\nif\(\1\.dynamicProps\)\{\n.*\n\}\nif\(\1\.dynamicItems\)\{\n.*\n\}\n|^\w+\.evaluated = \{.*\};\n|^evaluated\d+\.\w+ = \w+;\n/gm;

const shortRefusal = (_: string, validator: string, place = 'instancePath', message = ''): string =>
  `return refuse(${validator}, ${place}, ${message});`;

const shortNote = (_: string, _name: string, place = 'instancePath', message = ''): string =>
  `vErrors = noted(vErrors, ${place}, ${message});`;

/** Of a schema the code only ever looks up which properties it names. */
const namesOnly = (line: string, text: string): string => {
  const { properties = {} }: { readonly properties?: JsonSchema } = JSON.parse(text);
  const names = Object.fromEntries(Object.keys(properties).map((name) => [name, 0]));
  return line.replace(text, () => JSON.stringify({ properties: names }));
};

const HELPERS = `
function isTable(data) {
  return data && typeof data == "object" && !Array.isArray(data);
}
function escaped(character) {
  return character === '~' ? '~0' : '~1';
}
function lacking(name) {
  return "must have required property '" + name + "'";
}
function noted(errors, instancePath, message) {
  return [...(errors ?? []), { instancePath, message }];
}
function refuse(validator, instancePath, message) {
  validator.errors = [{ instancePath, message }];
  return false;
}
`;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  withDiscriminators(
    z.toJSONSchema(schema, { io, override: ({ jsonSchema: made }) => withoutNotes(made as JsonSchema) }) as JsonSchema,
  ) as JsonSchema;

const known = new Ajv2020({ strict: false });

/** What is said for the reference only decides nothing on a host. */
function withoutNotes(made: JsonSchema): void {
  for (const key of Object.keys(made)) {
    const isNote = ['description', 'examples', 'title'].includes(key);
    const isMeant = known.getKeyword(key) || key === 'default' || key.startsWith('$');
    if (isNote || !isMeant) delete made[key];
  }
}

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, content] of Object.entries(generateValidators())) writeFileSync(`${FOLDER}${name}`, content);
}
