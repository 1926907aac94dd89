/** Throws LabError `bad-name` for a name that cannot be a host's, or that stands there twice. */
export declare function checkNames(names: readonly string[]): void;
/** What `up` was asked for: a number means h1 to that number, anything else is names. */
export declare function namesFromArguments(words: readonly string[]): readonly string[];
