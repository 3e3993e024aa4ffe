/** What memories of ACLs hang on, for as long as it lives. A class of its own: an empty literal keeps room for fields to come. */
export class Scope {}
