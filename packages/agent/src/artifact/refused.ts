import { ResourceError } from '@rolecall/resources/error';

/** An archive that is not unpacked, whatever else is in it: nothing of it becomes visible. */
export const refused = (why: string): ResourceError =>
  new ResourceError('archive_refused', `The archive is refused: ${why}`, {
    hint: 'Nothing was unpacked. If this archive can be trusted, let its makers leave that out, or pack it anew.',
  });
