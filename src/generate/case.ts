const words = (text: string) => text.split(/[^A-Za-z0-9]+/).filter(Boolean);
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `order-items` -> `orderItems`. */
export function camelCase(text: string): string {
  return words(text)
    .map((word, index) => (index === 0 ? word : capital(word)))
    .join('');
}

/** `order-items` -> `OrderItems`. */
export function pascalCase(text: string): string {
  return words(text).map(capital).join('');
}
