import { createHash } from 'node:crypto';
import type { BroughtKind, PackManifest, Sha256 } from '@rolecall/protocol';
import { PACK_API } from '@rolecall/protocol/limits';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { AgentError } from '../src/error.ts';
import { compilerOf, withDiscriminators } from './validator.ts';

/** A provider, bundled into one CommonJS module, and the package that it lies in. */
export interface BundledProvider {
  readonly package: string;
  readonly version: string;
  readonly code: string;
}

/** A larger schema is refused before anything is made of it. */
const MAX_SCHEMA_CHARACTERS = 64 * 1024;

/**
 * The pack of a kind: a comment that says what it is, its provider, and the check of its parameters, as one CommonJS module. The same kind gives
 * the same bytes. Codes: `bad_kind` where the schema is none that can be checked.
 */
export function packText({ kind, params }: Pick<BroughtKind, 'kind' | 'params'>, provider: BundledProvider): string {
  const schema = JSON.stringify(params);
  const manifest: PackManifest = {
    schema: 'rolecall/pack/1',
    kind,
    package: provider.package,
    version: provider.version,
    params: createHash('sha256').update(schema).digest('hex') as Sha256,
    api: PACK_API,
  };
  return [
    `// ${JSON.stringify(manifest)}`,
    `'use strict';`,
    apart('provided', provider.code),
    apart('checked', checkOf(kind, schema)),
    'module.exports = { provider: provided.provider, check: checked };',
    '',
  ].join('\n');
}

/** A module in a function of its own, so that two of them do not meet. */
const apart = (name: string, code: string): string =>
  `const ${name} = ((module) => {\nlet exports = module.exports;\n${code.trimEnd()}\nreturn module.exports;\n})({ exports: {} });`;

function checkOf(kind: string, schema: string): string {
  try {
    if (schema.length > MAX_SCHEMA_CHARACTERS) throw new Error(`it has more than ${MAX_SCHEMA_CHARACTERS} characters`);
    const ajv = compilerOf({ esm: false, lines: true });
    const code = standaloneCode.default(ajv, ajv.compile(withDiscriminators(JSON.parse(schema)) as object));
    if (/\brequire\(/.test(code)) throw new Error('it needs more than a plain function');
    return code;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AgentError('bad_kind', `the parameters of ${kind} cannot be checked on a host: ${why}`, { cause });
  }
}
