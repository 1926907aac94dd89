/** The Debian releases a host can be: 12 and 13. */
export declare const SUITES: readonly ['bookworm', 'trixie'];
export type Suite = (typeof SUITES)[number];
/** Debian 12, the older of the two, unless LAB_SUITE says otherwise. */
export declare function defaultSuite(): Suite;
/** Throws LabError `bad-usage` for a name that is none of them. */
export declare function suiteFrom(name: string): Suite;
