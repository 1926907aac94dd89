import { command, defineRole, defineSite, file, parallel, z } from '@rolecall/roles';

/** Steps that may go beside each other: each says when it began, takes its time, and leaves a mark. What comes behind them is a file. */
const wide = defineRole({
  name: 'wide',
  params: z.object({ steps: z.number(), breaks: z.number() }),
  resources: ({ params }) => [
    ...parallel(
      Array.from({ length: params.steps }, (_, i) =>
        command(`step ${i}`, {
          argv: [
            'sh',
            '-c',
            `echo ${i} began $(date +%s%3N) >> /var/lib/wide.log; sleep 5; echo ${i} ended $(date +%s%3N) >> /var/lib/wide.log; [ ${i} = ${params.breaks} ] && exit 3; touch /var/lib/wide.${i}`,
          ],
          creates: `/var/lib/wide.${i}`,
        }),
      ),
    ),
    file('/etc/wide.done', { content: 'done\n' }),
  ],
});

export default defineSite({
  name: 'wide',
  hosts: { 'pa-1': {} },
  use: () => {
    wide.on(['pa-1'], { steps: 4, breaks: -1 });
  },
});
