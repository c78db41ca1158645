type Wire = Record<string, unknown>;

/** An item as JSON for a person: numbers as their digits, sets as lists, binary as its base64 text. */
export const plainItem = (item: Record<string, Wire>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));

function plain(value: Wire): unknown {
  const [type = 'NULL', content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return plainNumber(String(content));
    case 'NS':
      return (content as string[]).map(plainNumber);
    case 'L':
      return (content as Wire[]).map(plain);
    case 'M':
      return plainItem(content as Record<string, Wire>);
    case 'NULL':
      return null;
    default:
      return content;
  }
}

/** DynamoDB keeps 38 digits; those that JavaScript cannot hold stay text. */
const plainNumber = (text: string): number | string => (String(Number(text)) === text ? Number(text) : text);
