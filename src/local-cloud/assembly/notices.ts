/** Names something that differs from a deploy; each text is kept once. */
export type Notice = (text: string) => void;

export function collectNotices(): { notice: Notice; texts(): string[] } {
  const seen = new Set<string>();
  return { notice: (text) => seen.add(text), texts: () => [...seen] };
}
