/** The resolv.conf for hosts: the machine's, unless that names only the machine's own loopback, which a host cannot reach. */
export declare function resolverForHosts(): string;
/** Whether all name servers of a resolv.conf are loopback addresses. */
export declare function namesOnlyLoopback(resolvConf: string): boolean;
