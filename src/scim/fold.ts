// One rule for "without case", used by filters, sorting, uniqueness and index keys alike: if they differed, a name could be
// found by one and taken for free by another. JavaScript lower-cases a Greek sigma by its place in the word, which would make
// the key of a prefix no prefix of the key; all other characters it lower-cases each for itself.

/** The text in which two values that differ only in case (`caseExact: false`, RFC 7643 section 2.2) are equal. */
export function foldCase(text: string): string {
  if (!text.includes('Σ')) return text.toLowerCase();
  return text
    .split('Σ')
    .map((part) => part.toLowerCase())
    .join('σ');
}
