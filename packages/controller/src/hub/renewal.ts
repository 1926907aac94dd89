import type { FromAgentOf } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { CLOSE } from './close-code.ts';
import { Refusal } from './intake.ts';
import type { Link } from './link.ts';

/** Answers a host that asks for its next certificate; one request at a time. `refuse` ends the link. */
export function answerRenewal(
  link: Link,
  request: FromAgentOf<'renew'>,
  refuse: (link: Link, error: unknown) => void,
): void {
  const { renew } = link;
  if (renew === undefined || link.renewing) throw new Refusal(CLOSE.notAllowed, 'no certificate is to be had now');
  link.renewing = true;
  renew(request)
    .then(
      (certificate) => link.send({ type: 'certificate', certificate }),
      (error: unknown) =>
        refuse(link, error instanceof ControllerError ? new Refusal(CLOSE.notAllowed, error.message) : error),
    )
    .finally(() => {
      link.renewing = false;
    });
}
