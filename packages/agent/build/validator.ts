import { Ajv2020 } from 'ajv/dist/2020.js';
import { countCodePoints } from './code-points.ts';

/** A compiler of schemas to plain functions that need nothing of it. */
export function compilerOf(code: { readonly esm: boolean; readonly lines: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: false,
    discriminator: true,
    useDefaults: true,
    // Formats come with a pattern of their own.
    validateFormats: false,
    code: { source: true, ...code },
    logger: false,
  });
  countCodePoints(ajv);
  return ajv;
}

/** A union whose members differ in one constant is told apart by it: defaults apply, and the message names the right member. */
export function withDiscriminators(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDiscriminators);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDiscriminators(inner)]));
  const propertyName = Array.isArray(schema.oneOf) ? commonConstant(schema.oneOf) : undefined;
  return propertyName === undefined ? schema : { type: 'object', discriminator: { propertyName }, ...schema };
}

function commonConstant(members: readonly { properties?: Record<string, { const?: unknown }> }[]): string | undefined {
  const names = Object.keys(members[0]?.properties ?? {});
  return names.find((name) => members.every((member) => typeof member.properties?.[name]?.const === 'string'));
}
