import { defineKind, z } from '@rolecall/roles';

/** As debconf-set-selections takes them (debconf-devel(7)). */
const TYPES = ['boolean', 'string', 'select', 'multiselect', 'password', 'note', 'text', 'error', 'title'] as const;
const word = /^[a-zA-Z0-9][a-zA-Z0-9_.+:@-]*$/;

export const answer = defineKind({
  kind: 'debconf.answer',
  summary: 'The answer to a question that a Debian package asks when it is configured.',
  params: z.strictObject({
    question: z
      .string()
      .max(200)
      .regex(
        /^[a-zA-Z0-9][a-zA-Z0-9_.+:@-]*(\/[a-zA-Z0-9_.+:@-]+)+$/,
        'a question is named as wireshark-common/install-setuid',
      )
      .describe('The question, as `debconf-show` names it. This is its key.'),
    package: z
      .string()
      .max(100)
      .regex(word, 'a package is named as wireshark-common')
      .describe('The package that asks it, and so owns the answer.'),
    type: z
      .enum(TYPES)
      .default('string')
      .describe("The question's type, as its package says. A `password` is kept where only root reads it."),
    value: z
      .string()
      .max(4_000)
      .regex(/^(\S([^\n]*\S)?)?$/, 'an answer is one line that neither begins nor ends with a space')
      .describe(
        'The answer. That of a boolean is `true` or `false`; that of a multiselect has commas between its choices.',
      ),
  }),
  key: ({ question }) => question,
  holdsData: false,
  example: `debconfAnswer('wireshark-common/install-setuid', { package: 'wireshark-common', type: 'boolean', value: 'true' })`,
  notes: [
    'Declare it before the package: a package asks when it is installed. One that is there already acts on another answer only when it is configured again.',
    'Taken away, the question is forgotten as far as this package asks it. An answer that was there before is kept.',
    "Answers are read from Debian's usual database, files under /var/cache/debconf.",
  ],
  provider: new URL('./provider.ts', import.meta.url),
});
