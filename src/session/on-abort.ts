interface Group {
  readonly ends: Set<() => void>;
  readonly abort: () => void;
}

const groups = new WeakMap<AbortSignal, Group>();

/**
 * Calls `end` when the signal aborts; returns a function that unsubscribes. Each signal has one listener, however many calls and
 * followers use it: adding a listener compares it with all existing ones, and Node warns of a memory leak from the eleventh.
 */
export function onAbort(signal: AbortSignal | undefined, end: () => void): () => void {
  if (signal === undefined) return () => {};
  const group = groups.get(signal) ?? newGroup(signal);
  group.ends.add(end);
  return () => {
    if (!group.ends.delete(end) || group.ends.size > 0 || groups.get(signal) !== group) return;
    signal.removeEventListener("abort", group.abort);
    groups.delete(signal);
  };
}

function newGroup(signal: AbortSignal): Group {
  const ends = new Set<() => void>();
  const group = { ends, abort: () => [...ends].forEach((end) => void end()) };
  signal.addEventListener("abort", group.abort, { once: true });
  groups.set(signal, group);
  return group;
}
