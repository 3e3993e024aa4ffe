/** `timezone`: where this process is, for every time that it writes from now on; a platform has one place for that. */
export function useTimezone(zone: string | undefined): void {
  if (zone === undefined) return;
  if (zone === '') delete process.env.TZ;
  else process.env.TZ = zone;
}
