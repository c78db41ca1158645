import { Writable } from 'node:stream';

// Select Graphic Rendition: colours and weights. Cursor movements end with other letters and stay.
const graphics = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, 'g');

/**
 * The output of one question, which ends with it while the terminal stays open. Without `colour` everything is passed on
 * but colours.
 */
export function questionOutput(
  terminal: Writable & { isTTY?: boolean; columns?: number },
  colour: boolean,
): Writable {
  const output = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      terminal.write(colour ? chunk : chunk.toString().replace(graphics, ''));
      done();
    },
  });
  Object.defineProperties(output, {
    isTTY: { get: () => terminal.isTTY },
    columns: { get: () => terminal.columns },
  });
  return output;
}
