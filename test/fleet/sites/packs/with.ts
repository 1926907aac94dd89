import { defineSite } from '@rolecall/roles';
import { debconf } from '../../../../roles/debconf/src/index.ts';

/** Two answers by a kind that its role brings, one of them a password. */
export const withAnswer = (value: 'true' | 'false') =>
  defineSite({
    name: 'packs',
    hosts: { 'pk-1': {} },
    use: ({ secret }) => {
      const password = secret('tiny/password', { generate: 24 });
      debconf.on(['pk-1'], {
        answers: [
          { question: 'tiny/setuid', package: 'tiny', type: 'boolean', value },
          { question: 'tiny/password', package: 'tiny', type: 'password', value: password },
        ],
      });
    },
  });
