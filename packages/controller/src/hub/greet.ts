import { type FromAgentOf, REVISION, type ToAgentOf } from '@rolecall/protocol';
import type { Audit } from '../audit/audit.ts';
import type { Database } from '../store/database.ts';
import { factsHashOf } from '../store/facts.ts';
import { noteLink } from '../store/hosts.ts';
import { type Mark, markOf, setMark } from '../store/marks.ts';
import type { Link } from './link.ts';
import type { Pace } from './pace.ts';

/** The newest revision that both sides speak. */
export function commonRevision({ min, max }: FromAgentOf<'hello'>['revision']): number | undefined {
  const newest = Math.min(max, REVISION.max);
  return newest >= Math.max(min, REVISION.min) ? newest : undefined;
}

/** Records that a host is here and from where its reports go on; answers what it is told. */
export function greet(
  database: Database,
  audit: Audit,
  link: Link,
  hello: FromAgentOf<'hello'>,
  terms: Pace & { readonly revision: number },
): ToAgentOf<'welcome'> {
  return database.transaction(() => {
    noteLink(database, link.host, hello.agent, hello.boot);
    return {
      type: 'welcome',
      ...terms,
      host: link.host,
      acknowledged: resumeFrom(database, audit, link, hello).seq,
      factsHash: factsHashOf(database, link.host) ?? null,
      time: Date.now(),
    };
  });
}

/**
 * Where the reports of this journal stand. A journal that is new here starts where the agent stands; so does one whose agent was
 * told of more than is stored here, which only a restored backup of this store explains. A mark beyond the agent's own journal is
 * left as it is: the agent sees it in the welcome and starts a new epoch.
 */
function resumeFrom(database: Database, audit: Audit, link: Link, hello: FromAgentOf<'hello'>): Mark {
  const known = markOf(database, link.host);
  const settled = hello.firstUnacknowledged - 1;
  if (known?.epoch === hello.epoch && known.seq >= settled) return known;
  if (settled > 0) {
    const from = (known?.epoch === hello.epoch ? known.seq : 0) + 1;
    audit.record({
      operator: `host ${link.host}`,
      verb: 'reports.lost',
      subject: `${hello.epoch} ${from} to ${settled}`,
    });
  }
  const mark = { epoch: hello.epoch, seq: settled };
  setMark(database, link.host, mark);
  return mark;
}
