import { Writable } from 'node:stream';

// Select Graphic Rendition: colours and weights. Cursor movements end with other letters and stay.
const graphics = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, 'g');

/** A stream that passes everything on but colours, with the size of the terminal behind it. */
export function plainOutput(terminal: Writable & { isTTY?: boolean; columns?: number }): Writable {
  const plain = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      terminal.write(chunk.toString().replace(graphics, ''));
      done();
    },
  });
  Object.defineProperties(plain, {
    isTTY: { get: () => terminal.isTTY },
    columns: { get: () => terminal.columns },
  });
  return plain;
}
