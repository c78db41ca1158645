/** CPU time and memory of a process and its children, from /proc or, where there is none, from ps. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const hasProc = existsSync('/proc/self/stat');

/** CPU milliseconds so far. */
export const cpuOf = (pid) => sum(tree(pid), ({ cpu }) => cpu);
/** Megabytes resident. */
export const residentOf = (pid) => sum(tree(pid), ({ resident }) => resident);
/** Megabytes, with a page that several processes share counted once; resident megabytes where the system does not tell. */
export const proportionalOf = (pid) =>
  sum(tree(pid), ({ pid: one, resident }) => proportion(one) ?? resident);

function proportion(pid) {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes && Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

const sum = (list, of) => list.reduce((total, item) => total + of(item), 0);

function tree(pid) {
  const all = hasProc ? fromProc() : fromPs();
  const found = all.filter((one) => one.pid === pid);
  for (const { pid: parent } of found) found.push(...all.filter((one) => one.parent === parent));
  return found;
}

/** A tick of /proc is 10 ms on every Linux that Node.js runs on. */
function fromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return {
          pid: Number(name),
          parent: Number(fields[1]),
          cpu: (Number(fields[11]) + Number(fields[12])) * 10,
          resident: (Number(fields[21]) * 4096) / 1024 / 1024,
        };
      } catch {
        // It has ended since.
        return [];
      }
    });
}

function fromPs() {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [pid, parent, time, resident] = line.trim().split(/\s+/);
    const cpu = time.split(/[:-]/).reduce((total, part) => total * 60 + Number(part), 0) * 1000;
    return { pid: Number(pid), parent: Number(parent), cpu, resident: Number(resident) / 1024 };
  });
}
