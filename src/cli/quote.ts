/** A word as a shell takes it literally: cmd.exe and PowerShell on Windows, sh elsewhere. */
export function quote(word: string, platform: NodeJS.Platform): string {
  if (/^[\p{L}\p{N}_./:=@,+-]+$/u.test(word) && !/^~/.test(word)) return word;
  if (platform === 'win32') return `"${word.replaceAll('"', '""')}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A path for `cd`: one that looks like an option gets `./` before it. */
export function quotePath(path: string, platform: NodeJS.Platform): string {
  return quote(path.startsWith('-') ? `./${path}` : path, platform);
}
