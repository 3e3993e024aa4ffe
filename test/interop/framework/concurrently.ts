/** Acts on items a few at a time, and keeps their order. Peers are programs, and most of their time is waiting. */
export async function concurrently<T, U>(
  width: number,
  items: readonly T[],
  act: (item: T) => Promise<U>,
): Promise<readonly U[]> {
  const results: U[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await act(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
