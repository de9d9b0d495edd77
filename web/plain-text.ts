/** No longer than a door takes it, and without what it refuses: half a character, and control characters, such as a pasted tab. */
export const plain = (value: unknown, longest: number): string =>
  String(value ?? '')
    .slice(0, longest)
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\p{Cs}/gu, '')
