import { defineRole, kindFunction, secretParam, z } from '@rolecall/roles';
import { answer } from './kinds/answer/resource.ts';

/** The answer to a question that a Debian package asks. A role that declares it names `answer` in its `kinds`. */
export const debconfAnswer = kindFunction(answer, 'question');

const { type, package: owner, question } = answer.params.shape;

/** Answers to questions of Debian packages, before those are installed. */
export const debconf = defineRole({
  name: 'debconf',
  kinds: [answer],
  params: z.object({
    answers: z
      .array(z.object({ question, package: owner, type, value: z.union([z.string(), secretParam()]) }))
      .max(500),
  }),
  resources: ({ params }) => params.answers.map(({ question: asked, ...rest }) => debconfAnswer(asked, rest)),
});
