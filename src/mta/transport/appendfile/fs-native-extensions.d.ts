/** What we use of the package, which has no types of its own. */
declare module 'fs-native-extensions' {
  /** Of an open file's octets from `offset` on; a length of 0 is up to its end. False: another has it. */
  export function tryLock(
    descriptor: number,
    offset: number,
    length: number,
    options: { readonly shared: boolean },
  ): boolean;
}
