/** Where things lie on a node, whichever of the two products it runs. */
export const RELEASES = '/opt/elasticsearch';
export const CONFIG = '/etc/elasticsearch';
export const DATA = '/var/lib/elasticsearch';
export const LOGS = '/var/log/elasticsearch';
/** One file for each index that is to be there: the body of the request that creates it. */
export const INDICES = `${CONFIG}/indices`;
/** How a node without data may start; there from shortly before its first start until it is part of its cluster. */
export const FOUNDING = `${CONFIG}/founding`;
/** Which cluster this node is part of, written down once it was. */
export const MEMBER_OF = `${CONFIG}/member-of`;
/** How curl asks the nodes. */
export const CLIENT = `${CONFIG}/client.curl`;
export const MEMBER_SETTINGS = `${CONFIG}/member.conf`;
export const MEMBER = '/usr/local/lib/rolecall/elasticsearch-member';
export const TLS = {
  authority: `${CONFIG}/tls/ca.crt`,
  node: { certificate: `${CONFIG}/tls/node.crt`, key: `${CONFIG}/tls/node.key` },
} as const;
/** The system account that the server runs as, and the group that may read what asks it. */
export const ACCOUNT = 'elasticsearch';
/** The folder of one version: a running server goes on reading its own while another one is brought. */
export const programsOf = (version: string): string => `${RELEASES}/${version}`;
