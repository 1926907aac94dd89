import type { Fault } from '@rolecall/protocol';

/** Said instead of touching anything while the journal lives on its reserve. */
export const DISK_FULL: Fault = {
  code: 'disk_full',
  message: "the disk under the agent's state is full: nothing is changed on this host until there is room",
  hint: 'free some space on the host, then resume the run',
};
