import { defineRole, file, service, step, z } from '@rolecall/roles';

const program = (release: string) => file(`/opt/vault-${release}`, { content: release });

/** A cluster that goes to another release one member at a time, once all of them have it. */
export const vault = defineRole({
  name: 'vault',
  params: z.object({ release: z.string() }),
  cluster: { maxUnavailable: 1 },
  stage: ({ params: { release } }) => [program(release)],
  resources: ({ params: { release } }) => {
    const chosen = file('/etc/vault', { content: release });
    return [program(release), chosen, service('vault', { running: true, restartOn: [chosen] })];
  },
  recipes: {
    upgrade: ({ members }) => ({
      steps: [
        step.apply('bring the members to the release', members, { noReturn: 'there is no older release any more' }),
      ],
    }),
  },
});
