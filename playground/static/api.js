/** The control API of this playground, and its stream of events. */

const RETRY = 1000;

/** A request the playground refused; the message is its own sentence. */
export class Refused extends Error {}

/** GET `/control/NAME` with a query; the parsed answer. */
export async function read(name, query = {}) {
  return answer(await reach(`/control/${name}?${new URLSearchParams(query)}`));
}

/** POST a JSON body to `/control/NAME`; the parsed answer. */
export async function act(name, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return answer(await reach(`/control/${name}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Send a file, with the fields that say whose it is and where it goes. */
export async function upload(file, fields) {
  const form = new FormData();
  Object.entries(fields).forEach(([key, value]) => value && form.append(key, value));
  form.append("file", file, file.name);
  return answer(await reach("/control/upload", { method: "POST", body: form }));
}

/** Where the bytes of a file are, for the person who may see it. */
export function fileAddress(id, person, download = false) {
  return `/control/file?${new URLSearchParams({ as: person, id, ...(download ? { download: 1 } : {}) })}`;
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    throw new Refused("The playground does not answer. Is its process still running?");
  }
}

async function answer(response) {
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Refused(`The playground answered ${response.status} without a reason.`);
  }
  if (!response.ok || body.ok === false) throw new Refused(body.error ?? `The playground answered ${response.status}.`);
  return body;
}

/**
 * Follow a person's events from `after` on. `onEvent` gets each event,
 * `onLost` is called when the stream breaks and `onBack` once the playground
 * answers again: the caller then loads everything anew and follows again.
 * Returns a function that stops.
 */
export function follow(person, after, { onEvent, onLost, onBack }) {
  const source = new EventSource(`/control/events?${new URLSearchParams({ as: person, after })}`);
  let timer;
  let stopped = false;
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onerror = () => {
    source.close();
    if (stopped) return;
    onLost();
    timer = setTimeout(retry, RETRY);
  };
  const retry = async () => {
    try {
      await read("state");
      if (!stopped) onBack();
    } catch {
      if (!stopped) timer = setTimeout(retry, RETRY);
    }
  };
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}
