/** The folder that a relative path begins in; undefined: it is no more, as where a shell stayed behind in one that was removed. */
export function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
