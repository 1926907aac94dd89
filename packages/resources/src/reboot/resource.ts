import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, argumentList } from '../contract/schema.ts';

const params = z
  .strictObject({
    name: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9][\w .:+-]*$/, 'a reboot is named with letters, digits, blanks, "_", "-", ".", ":" and "+"')
      .describe('What the reboot is for. This is its key.'),
    when: z
      .enum(['required', 'once'])
      .default('required')
      .describe('`required`: while `path` is there, or `command` ends with 0. `once`: a single time for this name.'),
    path: absolutePath
      .optional()
      .describe('What says that a reboot is needed, and is gone after it. Left out: `/run/reboot-required`.'),
    command: argumentList
      .optional()
      .describe(
        'A program that changes nothing and ends with 0 while a reboot is needed, within 30 s. Instead of `path`.',
      ),
    quietWithinMs: z
      .int()
      .min(0)
      .max(86_400_000)
      .default(600_000)
      .describe('How long other work of Rolecall on the host is waited for before the step fails, in milliseconds.'),
  })
  .refine(({ path, command }) => path === undefined || command === undefined, 'give `path` or `command`, not both')
  .refine(
    ({ when, path, command }) => when === 'required' || (path ?? command) === undefined,
    '`path` and `command` are for a reboot that is `required`, not for one that is done once',
  );

export const reboot = defineKind({
  kind: 'reboot',
  summary: 'Starts the host anew where that is needed, or once; the run goes on after it.',
  params,
  key: ({ name }) => name,
  example: `reboot('after updates')

reboot('the kernel for io_uring', { command: ['sh', '-c', 'test "$(uname -r)" != "$(cat /etc/wanted-kernel)"'] })

reboot('huge pages', { when: 'once' })`,
  disturbs: () => 'stops',
  holdsData: false,
  notes: [
    'The step is on disk before the host goes down. The agent that comes up with it finds the step, sees that the host was started anew, and goes on with what comes after it.',
    'What is still needed after the reboot fails the step: it is never tried a second time by itself.',
    'Other work of Rolecall on the host (commands by hand, package managers) is waited for, and nothing new of this run is begun.',
    'Whether hosts of a cluster may go down at the same time is for the role to say, as with restarts.',
  ],
});

export type RebootParams = ParamsOf<typeof reboot>;
