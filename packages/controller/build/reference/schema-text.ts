import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly description?: string;
  readonly $ref?: string;
}

/** A schema as a reader of the reference sees its properties: name, type, and `?` where it may be left out. */
export function properties(schema: z.ZodType): readonly { readonly name: string; readonly type: string }[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name: json.required?.includes(name) ? name : `${name}?`,
    type: typeText(property),
  }));
}

function typeText(schema: JsonSchema, depth = 0): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return [...new Set(options.map((option) => typeText(option, depth)))].join(' | ');
  if (schema.type === 'array') return `[${schema.items === undefined ? '' : typeText(schema.items, depth + 1)}]`;
  if (schema.properties !== undefined) return objectText(schema, depth);
  if (typeof schema.additionalProperties === 'object')
    return `{ [name]: ${typeText(schema.additionalProperties, depth + 1)} }`;
  return schema.type ?? 'JSON';
}

function objectText(schema: JsonSchema, depth: number): string {
  const tag = ['ask', 'how', 'report', 'is', 'event'].find((name) => schema.properties?.[name]?.const !== undefined);
  if (depth > 1 && tag !== undefined) return `${tag} ${typeText(schema.properties?.[tag] ?? {})}`;
  if (depth > 2) return 'object';
  const inside = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : '?';
    return `${name}${optional}: ${typeText(property, depth + 1)}`;
  });
  return `{ ${inside.join(', ')} }`;
}
