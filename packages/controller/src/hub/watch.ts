import { MISSED_BEATS } from '@rolecall/protocol';
import { CLOSE } from './close-code.ts';
import type { Link } from './link.ts';

/** How often all links are looked at, in milliseconds. */
const LOOK_MS = 500;

/**
 * Cuts links that were silent for three beats, pings each once a beat so that the other side hears something too, and ends those
 * whose certificate has run out: TLS looks at an open connection never again. Answers how to stop.
 */
export function watchLinks(links: () => Iterable<Link>): () => void {
  const look = () => {
    for (const link of links()) {
      if (link.silence > MISSED_BEATS * link.heartbeatMs) link.cut();
      else if (Date.now() > link.notAfter) link.close(CLOSE.notAllowed, 'the certificate has expired');
      else link.pingWhenDue();
    }
  };
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
