import type { HostName } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Services } from '../../serve/services.ts';
import { findHost } from '../../store/hosts.ts';

/** A host that a recipe brings in must be there; `part` says what it is to do. @throws ControllerError `not_enrolled` or `away` */
export function refuseAbsent({ database, hub }: Services, host: HostName, part: string): void {
  const known = findHost(database, host);
  if (known === undefined || known.revoked) {
    throw new ControllerError('not_enrolled', `${host} was never enrolled`, {
      hint: `bring it under control with: controller enroll --host ${host}`,
    });
  }
  if (!hub.isLinked(host)) throw new ControllerError('away', `${host}, which ${part}, is not linked`);
}
