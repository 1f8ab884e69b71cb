// What the page asks of its own service. Messages go in bodies, never in addresses.

/** Say why the service could not answer, in its own words where it gave any. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function answered(response) {
  if (response.ok) return response;
  let detail = `the service answered ${response.status}`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // an answer without a JSON body has nothing more to say
  }
  throw new Refused(response.status, detail);
}

function posted(path, data, signal) {
  return fetch(`/workbench/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data),
    signal,
    cache: "no-store",
  });
}

export async function facts() {
  return (await answered(await fetch("/workbench/rules", { cache: "no-store" }))).json();
}

export async function post(path, data, signal) {
  return (await answered(await posted(path, data, signal))).json();
}

/** Give the events of an answer that comes line by line. */
export async function* stream(path, data, signal) {
  const response = await answered(await posted(path, data, signal));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

export function wasAborted(error) {
  return error.name === "AbortError";
}
