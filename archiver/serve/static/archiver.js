// What a page gains by script: copy buttons, looking a value up in the bytes when it is opened, "/" for the search.
// Every page works without. Text goes in as text, never as markup.
"use strict";

const words = document.body.dataset;

function copyButtons() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy).textContent.trim();
      const label = button.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = words.copied;
      } catch {
        button.textContent = words.copyFailed;
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
}

function marked(before, exact, after) {
  const line = document.createElement("p");
  line.className = "quoted";
  const mark = document.createElement("mark");
  mark.textContent = exact;
  line.append(before, mark, after);
  return line;
}

let answered; // all values of the page, asked for once

async function values(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).values;
}

async function lookUp(place) {
  place.textContent = words.looking;
  answered ??= values(place.dataset.check);
  try {
    const found = (await answered).find((value) => value.pointer === place.dataset.pointer);
    const verdict = document.createElement("p");
    verdict.className = found.resolves ? "good" : "bad";
    verdict.textContent = found.resolves ? "✓ " + words.resolves : "✗ " + words.resolvesNot;
    place.replaceChildren(...(found.exact ? [marked(found.before, found.exact, found.after)] : []), verdict);
  } catch {
    answered = undefined;
    place.textContent = words.notLookedUp;
  }
}

function provenance() {
  for (const value of document.querySelectorAll("details[data-value]")) {
    value.addEventListener("toggle", () => {
      const place = value.querySelector("[data-check]");
      if (value.open && place && !place.dataset.asked) {
        place.dataset.asked = "yes";
        lookUp(place);
      }
    });
  }
}

function keys() {
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const field = document.querySelector("input[type=search]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && field) {
      event.preventDefault();
      field.focus();
    }
  });
}

copyButtons();
provenance();
keys();
