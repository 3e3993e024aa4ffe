/** Differences there are, by the title of the case. */
export const KNOWN: Readonly<Record<string, string>> = {};
