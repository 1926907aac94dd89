import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { debconf } from './role.ts';

const call = evaluate(
  defineSite({
    name: 'test',
    hosts: { a: {} },
    use: ({ secret }) =>
      void debconf.on(['a'], {
        answers: [{ question: 'slapd/password1', package: 'slapd', type: 'password', value: secret('slapd/password') }],
      }),
  }),
);

describe('the role debconf', () => {
  test('tells of the kind that it brings, with a schema that a host can check', () => {
    expect(call({ call: 'site' })).toMatchObject({
      roles: [
        {
          kinds: [
            {
              kind: 'debconf.answer',
              params: { type: 'object', additionalProperties: false, required: expect.any(Array) },
            },
          ],
        },
      ],
    });
  });

  test('declares an answer for each that it is given, a secret among them', () => {
    const given = { question: 'slapd/password1', package: 'slapd', type: 'password', value: 'x' };
    const peers = [{ name: 'a', address: '10.0.0.1', labels: {}, facts: {} }];
    const params = { answers: [given] };
    const on = { use: 'debconf', host: 'a', params, peers, record: null, decided: {} };
    expect(call({ call: 'resources', ...on })).toMatchObject([
      { kind: 'debconf.answer', key: 'slapd/password1', params: { type: 'password', value: 'x' } },
    ]);
  });
});
