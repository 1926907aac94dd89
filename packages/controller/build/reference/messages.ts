import { api, FromAgent, Report, RunEvent, ToAgent, type Verb } from '@rolecall/protocol';
import type { z } from 'zod';
import { properties } from './schema-text.ts';

const INTRODUCTION = `# Messages, events and verbs

Written from the schemas in \`packages/protocol\`; \`npm run generate\` writes it again. Text frames are JSON, at most 256 KiB;
binary frames carry output. A message that is not listed here, or has a field too many, closes the link.
`;

/** The page that lists every message, every report, every event of a run and every verb of an operator. */
export const messagePage = (): string =>
  [
    INTRODUCTION,
    section('What an agent says', FromAgent, 'type'),
    section('What a controller asks of an agent', ToAgent, 'type'),
    section('Reports: what a host did, kept by it until acknowledged', Report, 'report'),
    section('Events of a run', RunEvent, 'event'),
    verbs(),
  ].join('\n');

interface Union {
  readonly options: readonly z.ZodObject[];
}

function section(title: string, union: Union, tag: string): string {
  const parts = union.options.map((option) => {
    const name = (option.shape[tag] as unknown as { readonly value: string }).value;
    return `### \`${name}\`\n\n${fields(option, tag)}`;
  });
  return `## ${title}\n\n${parts.join('\n')}`;
}

function fields(schema: z.ZodType, without = ''): string {
  const rows = properties(schema).filter(({ name }) => name !== without);
  if (rows.length === 0) return 'No fields.\n';
  return `${rows.map(({ name, type }) => `- \`${name}\`: \`${type}\``).join('\n')}\n`;
}

function verbs(): string {
  const parts = Object.entries(api).map(([verb, { access, streams, input }]) => {
    const how = streams ? 'answers lines of JSON' : 'answers one document';
    return `### \`${verb as Verb}\`\n\n\`POST /api/${verb}\`; for operators who may ${access}; ${how}.\n\n${fields(input)}`;
  });
  return `## Verbs of an operator\n\n${parts.join('\n')}`;
}
