// The frame of the page: which view is shown, its theme, its shortcuts, and what the service says of its rules.

import { facts } from "./api.js";
import { byId, counted } from "./dom.js";
import { Judge } from "./judge.js";
import { Lexicon } from "./lexicon.js";
import { Overlay } from "./overlay.js";

const VIEWS = { judge: "message", lexicon: "query", overlay: "yaml" };
const THEMES = ["system", "dark", "light"];
const RETRY = 1000;

function view() {
  const asked = location.hash.slice(1);
  return Object.hasOwn(VIEWS, asked) ? asked : "judge";
}

function show() {
  const shown = view();
  for (const name of Object.keys(VIEWS)) byId(name).hidden = name !== shown;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${shown[0].toUpperCase()}${shown.slice(1)} · codewords workbench`;
}

function theme(chosen) {
  if (chosen === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem("codewords-theme");
  } else {
    document.documentElement.dataset.theme = chosen;
    localStorage.setItem("codewords-theme", chosen);
  }
  byId("theme").textContent = `Theme: ${chosen}`;
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "system";
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

export function trouble(text) {
  byId("trouble").hidden = !text;
  byId("trouble").textContent = text;
}

function keys(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const views = Object.keys(VIEWS);
  if (["Digit1", "Digit2", "Digit3"].includes(event.code)) location.hash = views[Number(event.code.slice(5)) - 1];
  else if (event.code === "KeyS") byId(VIEWS[view()]).focus();
  else if (event.code === "KeyT") nextTheme();
  else if (event.code === "KeyH") byId("shortcuts").showModal();
  else return;
  event.preventDefault();
}

async function rules() {
  for (;;) {
    try {
      const found = await facts();
      trouble(found.ready ? "" : `${found.detail}…`);
      if (found.ready) return found;
    } catch (error) {
      trouble(`${error.message}; asking again…`);
    }
    // a service that has just started still compiles its rules
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
}

async function begin() {
  theme(document.documentElement.dataset.theme ?? "system");
  show();
  addEventListener("hashchange", show);
  addEventListener("keydown", keys);
  byId("theme").addEventListener("click", nextTheme);
  byId("help").addEventListener("click", () => byId("shortcuts").showModal());
  const found = await rules();
  const laid = found.overlays.length ? `, overlays ${found.overlays.join(", ")}` : "";
  byId("rules").textContent = `rules ${found.version} (${found.digest.slice(0, 12)}), policy ${found.policy}${laid}`;
  byId("rules").title = `${counted(found.terms, "word")}, ${counted(found.detections, "detection")}, codewords ${found.engine}`;
  const judge = new Judge(found, trouble);
  const overlay = new Overlay(found, judge, trouble);
  const lexicon = new Lexicon(found, trouble);
  lexicon.onEdit = (row) => {
    overlay.edit(row);
    location.hash = "overlay";
  };
  judge.onUnknown = (word) => {
    overlay.begin(word);
    location.hash = "overlay";
  };
  document.documentElement.dataset.ready = "yes";
}

begin();
