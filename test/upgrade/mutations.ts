/** A bug to plant in the engine: in this file, this text becomes that one. */
export interface Mutation {
  name: string;
  file: string;
  from: string;
  to: string;
}

/** Bugs that the scenarios and the properties have to find, one at a time. */
export const mutations: Mutation[] = [
  {
    name: 'separators of the template are dropped',
    file: 'code/merge-code.ts',
    from: 'if (old !== mine || old === its) return yours;',
    to: 'if (old !== undefined) return yours;',
  },
  {
    name: 'a value may follow a value',
    file: 'code/faults.ts',
    from: 'if (before && lacksSeparator(before, token, blocks.at(-1)!.open)) faults += 1;',
    to: '',
  },
  {
    name: 'changes that touch do not clash',
    file: 'lines/merge3.ts',
    from: "if (neighbours === 'clash') return hunk.aStart <= end;",
    to: '',
  },
  {
    name: 'a clash is taken for the same change',
    file: 'lines/merge3.ts',
    from: "? 'same' : 'conflict'",
    to: "? 'same' : 'same'",
  },
  {
    name: "the template's stretch is dropped",
    file: 'lines/chunks.ts',
    from: "if (region.kind === 'next') return { lines: next };",
    to: "if (region.kind === 'next') return { lines: base };",
  },
  {
    name: 'yours wins every line that is equal by its key',
    file: 'code/merge-code.ts',
    from: 'if (yours === base) return next;',
    to: '',
  },
  {
    name: 'a hunk begins a line late',
    file: 'lines/diff.ts',
    from: 'aStart: box.aStart + a,',
    to: 'aStart: box.aStart + a + 1,',
  },
  {
    name: 'anchors may cross',
    file: 'lines/diff.ts',
    from: 'if (pairs[tails[middle]!]![1] < pair[1]) low = middle + 1;',
    to: 'if (pairs[tails[middle]!]![1] !== pair[1]) low = middle + 1;',
  },
  { name: 'markers without the base', file: 'lines/markers.ts', from: "'||||||| base', ...base, ", to: '' },
  {
    name: 'markers of an earlier conflict are merged',
    file: 'merge-content.ts',
    from: 'if (hasMarkers(yours.lines) && !hasMarkers(base.lines))',
    to: 'if (hasMarkers([]))',
  },
  {
    name: 'unsound merges are written',
    file: 'merge-content.ts',
    from: 'if (merged.unsound) {',
    to: 'if (merged.unsound && path === "") {',
  },
  {
    name: 'conflicts are not reported',
    file: 'settle-file.ts',
    from: 'conflicts: merged.conflicts,',
    to: 'conflicts: [],',
  },
  {
    name: 'line ends are not restored',
    file: 'text-attributes.ts',
    from: "attributes.crlf ? '\\r\\n' : '\\n'",
    to: "'\\n'",
  },
  {
    name: 'the byte-order mark is dropped',
    file: 'text-attributes.ts',
    from: "(attributes.bom ? '\\ufeff' : '')",
    to: "''",
  },
  {
    name: 'the last line always ends',
    file: 'text-attributes.ts',
    from: 'attributes.finalNewline !== false',
    to: 'true',
  },
  {
    name: 'Latin-1 is written as UTF-8',
    file: 'text-attributes.ts',
    from: "if (attributes.encoding === 'utf-8') return",
    to: 'return',
  },
  {
    name: "the template's mode always wins",
    file: 'entries.ts',
    from: 'return (yours & ~changed) | (next & changed);',
    to: 'return next;',
  },
  {
    name: 'links are compared by their bytes alone',
    file: 'entries.ts',
    from: 'return Boolean(a.link) === Boolean(b.link) && ',
    to: 'return ',
  },
  { name: 'binaries are text', file: 'binary.ts', from: '.includes(0)', to: '.includes(256)' },
  {
    name: 'lock files are merged',
    file: 'lock-files.ts',
    from: 'return names.has(baseName(path));',
    to: 'return names.has(path) && path === "";',
  },
  {
    name: 'a deleted file that you edited goes',
    file: 'settle-file.ts',
    from: 'if (isBase(base, yours.entry)) return deleted;',
    to: 'return deleted;',
  },
  {
    name: 'a file that you deleted comes back',
    file: 'settle-file.ts',
    from: 'if (!next || isBase(base!, next.entry)) return gone;',
    to: "if (next) return { ...gone, path: next.path, entry: next.entry, op: 'create' };",
  },
  {
    name: 'a file of yours in the way is overwritten',
    file: 'settle-file.ts',
    from: 'return decide(outcome, { kind, message }, yours.entry, next.entry, style);',
    to: "return decide(outcome, { kind, message }, yours.entry, next.entry, 'template');",
  },
  {
    name: 'any two files are alike',
    file: 'similarity.ts',
    from: 'renameThreshold = 0.6',
    to: 'renameThreshold = 0',
  },
  {
    name: 'no two files are alike',
    file: 'similarity.ts',
    from: 'renameThreshold = 0.6',
    to: 'renameThreshold = 2',
  },
  {
    name: 'declared renames are not read',
    file: 'renames.ts',
    from: 'if (!dir && known.has(from)) declare(from, to);',
    to: 'void declare;',
  },
  {
    name: 'files of yours stay behind',
    file: 'merge.ts',
    from: "return { ...outcome, path, op: 'move',",
    to: "return { ...outcome, op: 'move',",
  },
  { name: 'secrets move', file: 'merge.ts', from: "startsWith('.env')", to: "startsWith('.none')" },
  {
    name: 'a file may stand on a folder',
    file: 'place.ts',
    from: "if (folder !== undefined) return { kind: 'file-folder', path: folder };",
    to: '',
  },
  {
    name: 'letter case always counts',
    file: 'place.ts',
    from: "return path.normalize('NFC').toLowerCase();",
    to: 'return path;',
  },
  {
    name: 'unsafe paths are written',
    file: 'screen.ts',
    from: 'const reason = checkPath(path) ?? checkLink(path, entry);',
    to: 'const reason = checkLink(path, entry);',
  },
  {
    name: 'links may lead out',
    file: 'screen.ts',
    from: 'checkPath(path) ?? checkLink(path, entry)',
    to: 'checkPath(path)',
  },
  {
    name: 'JSON conflicts are silent',
    file: 'json/merge-values.ts',
    from: 'findings.conflicts.push({ pointer, base, yours, next });',
    to: '',
  },
  {
    name: 'both versions: the lower one',
    file: 'json/version-range.ts',
    from: ">= 0 ? 'yours' : 'next'",
    to: "<= 0 ? 'yours' : 'next'",
  },
  { name: 'pins count as ranges', file: 'json/version-range.ts', from: '/^([~^])(', to: '/^([~^]?)(' },
  {
    name: 'a removal in a list is forgotten',
    file: 'json/merge-arrays.ts',
    from: 'if (merged) items.push(merged);',
    to: "items.push(merged ?? { take: 'yours', value: (base.get(key) ?? next.get(key))! });",
  },
  {
    name: 'JSON is printed without a check of its value',
    file: 'json/merge-json.ts',
    from: "if (plain && parseJson(plain.join('\\n'))?.canonical === canonical) return finish(plain);",
    to: 'if (plain) return finish(plain);',
  },
  {
    name: 'lost comments are not looked for',
    file: 'json/merge-json.ts',
    from: 'lostComments: without(without(yours, merged), dropped),',
    to: 'lostComments: [],',
  },
  {
    name: 'YAML is not compared by value',
    file: 'yaml/merge-yaml.ts',
    from: "if (parseYaml(candidate.join('\\n'))?.canonical === canonical) {",
    to: 'if (candidate) {',
  },
  {
    name: 'comments of YAML are format',
    file: 'same-meaning.ts',
    from: "if (kind !== 'yaml' || bareText(left) !== bareText(right)) return false;",
    to: "if (kind !== 'yaml') return false;",
  },
  {
    name: 'lists forget what you added',
    file: 'ignore-list.ts',
    from: "if (key === '' || !before.has(key)) return both(key, line);",
    to: "if (key === '') return [line];\n    if (!before.has(key)) return [];",
  },
  {
    name: 'brackets need not close',
    file: 'code/lex.ts',
    from: 'sound: closed && balanced(tokens)',
    to: 'sound: true',
  },
  {
    name: 'faults in code are not counted',
    file: 'code/merge-code.ts',
    from: 'if (faults === 0) return true;',
    to: 'return true;',
  },
  {
    name: 'imports: only yours are kept',
    file: 'code/imports.ts',
    from: 'new Set([...ours.keys(), ...theirs.keys()])',
    to: 'new Set(ours.keys())',
  },
  {
    name: 'imports in use are dropped',
    file: 'code/restore-imports.ts',
    from: 'if (present.has(name) || dropper.some((each) => each.name === name)) continue;',
    to: 'continue;',
  },
  {
    name: 'tokens: neighbours do not clash',
    file: 'code/tokens.ts',
    from: 'return a[0] <= b[1] && b[0] <= a[1];',
    to: 'return false;',
  },
  {
    name: 'the order of the paths matters',
    file: 'merge.ts',
    from: 'const files = sortTree(placed);',
    to: 'const files = placed;',
  },
];
