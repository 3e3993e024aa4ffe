/** What is remembered for a connection, a message or a command, and goes with it. */

/** @returns what belongs to an owner, made when first asked for */
export function remembered<T>(make: () => T): (owner: object) => T {
  const kept = new WeakMap<object, { readonly value: T }>();
  return (owner) => {
    const known = kept.get(owner);
    if (known !== undefined) return known.value;
    const value = make();
    kept.set(owner, { value });
    return value;
  };
}
