/** Replaces `${name}` in the text of `Fn::Sub`; `${!name}` stands for a literal `${name}`. */
export const substitute = (template: string, value: (name: string) => string): string =>
  template.replace(/\$\{([^}]*)\}/g, (_, name: string) =>
    name.startsWith('!') ? `\${${name.slice(1)}}` : value(name.trim()),
  );
