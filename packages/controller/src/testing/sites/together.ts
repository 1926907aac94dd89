import { defineRole, defineSite, file, service, z } from '@rolecall/roles';

const program = () => file('/opt/store-2', { content: 'program' });

/** A cluster whose members do not work with one another while their programs differ. */
const store = defineRole({
  name: 'store',
  params: z.object({}),
  cluster: { change: 'together' },
  stage: () => [program()],
  resources: () => {
    const chosen = file('/etc/store', { content: 'store-2' });
    return [program(), chosen, service('store', { running: true, restartOn: [chosen] })];
  },
});

/** The site of the tests about changes of all members at once. */
export default defineSite({
  name: 'together',
  hosts: { a: {}, b: {}, c: {} },
  use: () => void store.on(['a', 'b', 'c']),
});
