import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, argumentList, fileMode } from '../contract/schema.ts';

export const guardedFile = defineKind({
  kind: 'guardedFile',
  summary:
    'A file whose change may cut the host off, such as that of a network: applied at once, and put back by itself when the controller is out of reach.',
  params: z.strictObject({
    path: absolutePath.describe('Where the file is. This is its key.'),
    content: z.string().max(1_000_000).describe('The whole content.'),
    apply: argumentList.describe(
      'The program that makes the change count; run again after the former file was put back.',
    ),
    owner: accountName.default('root').describe('The user that owns the file.'),
    group: accountName.default('root').describe('The group of the file.'),
    mode: fileMode.default(0o644).describe('Permission bits, as a number: `0o640`.'),
    validate: argumentList
      .optional()
      .describe('A command that must accept the new content before it takes its place; `{}` stands for its path.'),
    undoAfterMs: z
      .int()
      .min(10_000)
      .max(600_000)
      .default(60_000)
      .describe(
        'How long the agent may take to reach its controller anew before the file is put back, in milliseconds.',
      ),
  }),
  key: ({ path }) => path,
  example: `guardedFile('/etc/systemd/network/10-lan.network', {
  content: lan(params),
  apply: ['networkctl', 'reload'],
})

guardedFile('/etc/ssh/sshd_config.d/10-site.conf', {
  content: 'PasswordAuthentication no\\n',
  validate: ['sshd', '-t', '-f', '{}'],
  apply: ['systemctl', 'reload', 'ssh'],
})`,
  disturbs: () => 'may cut off',
  holdsData: false,
  notes: [
    'The former file is kept on disk until the agent has made a new link to its controller. Without one within `undoAfterMs`, a timer of systemd puts it back and runs `apply`, whether the agent lives or not, and the step fails: PATH undone.',
    'After a power cut in between the new file is there; the agent that comes up tries it once more, under the same guard.',
    'What is proven is that the agent reaches its controller, and nothing else: whether people still get in by ssh, only they can say.',
    "Every folder on the way must be root's alone. Removing it and rolling it back run `apply` too, under the same guard.",
    'A plan says of every change of it that it may cut the host off; members of a cluster go one after another for it.',
  ],
});

export type GuardedFileParams = ParamsOf<typeof guardedFile>;
